/// Representatives of many points: k-means.
///
/// Source: sklearn.cluster.KMeans 0.24 with algorithm 'elkan' on one thread (k-means++ of Arthur and
/// Vassilvitskii 2007 with several candidates a center; Elkan 2003), in the order of its sums.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/numeric/random_state.hpp"

namespace cellerate::kernel {

struct Point {
  double y, x;
};

/// The centers of the best of ten runs.
/// @param count      of centers: more than 1, and fewer than there are points
/// @param tolerance  a run ends when the centers move by less, of the variance of the points; in squares
std::vector<Point> kmeans(const std::vector<Point>& points, int count, double tolerance, RandomState& random);

}  // namespace cellerate::kernel
