/// Every pixel gets the highest of 256 levels at which the convex hull of the pixels above still holds it.
///
/// Source: centrosome 1.2.3, filter.convex_hull_transform, and the erosion and dilation (disk of radius 2)
/// that CellProfiler 4.2.8 puts before and behind it. Hulls are drawn with Bresenham's lines, after a coarse
/// pass of 16 levels whose hulls are filled into the fine ones, as centrosome does. On the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// The transform between erosion and dilation. Pixels outside the mask (a null view: none) take no part, and
/// have the value of the hull that holds them; 0 without any pixel inside.
/// @throws std::invalid_argument where a pixel is not finite
void smooth_by_hulls(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                     View2<double> out);
void smooth_by_hulls(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                     View2<double> out);

/// The transform alone.
void convex_hull_transform(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                           View2<double> out);

}  // namespace cellerate::kernel
