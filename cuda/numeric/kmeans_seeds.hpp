/// Where k-means begins: k-means++ (Arthur and Vassilvitskii 2007) with several candidates a center.
/// Source: sklearn.cluster._kmeans._kmeans_plusplus, sklearn.metrics.pairwise.euclidean_distances 0.24.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/numeric/kmeans.hpp"

namespace cellerate::kernel {

/// Squared distances by the norms of the points and their products, which leave more rounding than
/// differences would; row by row.
std::vector<double> squared_distances(const std::vector<Point>& from, const std::vector<Point>& to);

/// The first at random, each further one with the square of its distance to those before.
std::vector<Point> kmeans_seeds(const std::vector<Point>& points, int count, RandomState& random);

}  // namespace cellerate::kernel
