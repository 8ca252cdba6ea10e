/// Objects put together under one number: those that are near to each other, or that an image connects.
///
/// Source: CellProfiler 4.2.8, SplitOrMergeObjects; centrosome.cpmorphology find_neighbors, get_line_pts and
/// all_connected_components 1.2.3.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// reach = 1 for the objects and for the pixels within distance / 2 + 1 of one; of objects alone where the
/// distance is 0.
void merging_reach(Queue& queue, View2<const std::int32_t> labels, int distance, View2<std::uint8_t> reach);

enum class MergeGuide { kClosestPoint, kCentroids };

/// An image that decides which objects are merged.
struct GuideImage {
  View2<const double> pixels;
  bool is_single;   ///< the pixels come from single precision, in which products are rounded
  double fraction;  ///< of an object's intensity that a connection must have
  MergeGuide guide;
};

/// Merges objects whose parts of the reach touch, each pixel of it being part of the nearest object.
/// kClosestPoint: pixels darker than the fraction of the nearest object pixel are part of none. kCentroids:
/// no pixel on a line between the centres is darker than the fraction of the darker centre. Numbers are
/// closed up, but those that no pixel carries stay numbers; where no parts touch all numbers stay.
/// The graph of objects is walked on the host: synchronises.
void merge_by_image(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> reach,
                    const GuideImage& image, View2<std::int32_t> merged);

/// out = labels, but inside each object 1 ... regions.count its lowest label.
void lowest_labels(Queue& queue, View2<const std::int32_t> labels, const RegionsView& regions,
                   View2<std::int32_t> out);

}  // namespace cellerate::kernel
