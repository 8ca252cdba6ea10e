/// Pixels that stand for the objects of a plane, and how many pixels each of them stands for.
///
/// Source: CellProfiler 4.2.8, measureimageoverlap.py (get_skeleton_points, get_weights). On the host:
/// synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Label planes of one object set: more than one where objects overlap.
using LabelPlanes = std::vector<View2<const std::int32_t>>;

struct LabeledPixel {
  std::int32_t y, x, label;
};

/// All pixels of objects, plane by plane in raster order.
std::vector<LabeledPixel> object_pixels(Queue& queue, const LabelPlanes& planes);

struct Pixel {
  std::int32_t y, x;
};

/// Pixels of the objects' skeletons. Where they are more than `most`, so many of them are taken at equal
/// steps along the branches, which run from their ends and from where they fork.
std::vector<Pixel> skeleton_pixels(Queue& queue, const LabelPlanes& planes, int most);

/// For each point the pixels of objects that are nearest to it; of points on the same pixel the last one
/// counts.
std::vector<std::int64_t> nearest_counts(Queue& queue, const std::vector<Pixel>& points,
                                         const LabelPlanes& planes);

}  // namespace cellerate::kernel
