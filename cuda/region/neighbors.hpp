/// Neighbours of objects: who is near, how much of the outline touches, which centres are nearest
/// (CellProfiler's MeasureObjectNeighbors).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Outline pixels of an object, and how many of them something else comes near to.
struct Outline {
  std::int32_t pixels, touched;
};

/// Object `own` (1-based) has a pixel of `other` within reach.
struct NeighborPair {
  std::int32_t own, other;
};

/// Finds the labels of `others` within `distance` of each object and counts the outline pixels within
/// distance + 1/2 of any of them. Outline pixels have an 8-neighbour with another label or lie on the border
/// of the plane.
/// @param same  `others` is the set itself: an object is not its own neighbour, and the outline is touched by
/// what
///   `labels` has beside the object.
/// @param other_count  greatest label of `others`.
/// @returns the pairs in ascending order. Synchronises.
std::vector<NeighborPair> object_contacts(Queue& queue, const RegionsView& regions,
                                          View2<const std::int32_t> labels, View2<const std::int32_t> others,
                                          int other_count, int distance, bool same, View1<Outline> outlines);

/// Mean row and column; NaN for an object without pixels.
struct Center {
  double y, x;
};
void object_centers(Queue& queue, const RegionsView& regions, View1<Center> centers);

constexpr int kNearest = 3;

/// For each of `from` the indices of the kNearest nearest of `to`, nearest first, the lower index first among
/// equals, NaN and unusable ones last; -1 where there are no more.
/// @param usable  one flag for each of `to`: others count as infinitely far. May be empty.
void nearest_centers(Queue& queue, View1<const Center> from, View1<const Center> to,
                     View1<const std::uint8_t> usable, View1<std::int32_t> nearest);

}  // namespace cellerate::kernel
