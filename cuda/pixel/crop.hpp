/// Cropping: the part of an image that a mask covers (CellProfiler's Crop and crop_image).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

/// 1 inside the box.
void rectangle_mask(Queue& queue, Box box, View2<std::uint8_t> mask);

/// 1 where the distances to both foci add up to no more than the longer axis.
void ellipse_mask(Queue& queue, double center_x, double center_y, double radius_x, double radius_y,
                  View2<std::uint8_t> mask);

/// Rows and columns in which a mask has pixels, and their number.
struct MaskExtent {
  std::vector<std::int32_t> rows, columns;
  std::int64_t area = 0;
};
/// Synchronises.
MaskExtent mask_extent(Queue& queue, View2<const std::uint8_t> mask);

/// The pixels of an interleaved image of any type at these rows and columns.
/// @param shape  of the image
void take_lines(Queue& queue, SampleView pixels, Shape2 shape, int channels,
                const std::vector<std::int32_t>& rows, const std::vector<std::int32_t>& columns, void* out);

}  // namespace cellerate::kernel
