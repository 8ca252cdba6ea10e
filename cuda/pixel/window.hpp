/// Parts of planes: rectangles cut out, planes made larger, and where a mask has pixels.
/// Source: cellprofiler_core.utilities crop_image, size_similarly.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

/// out(y, x) = plane(y + y0, x + x0); 0 where that lies outside.
void copy_window(Queue& queue, View2<const std::int32_t> labels, int y0, int x0, View2<std::int32_t> out);
void copy_window(Queue& queue, View2<const float> pixels, int y0, int x0, View2<float> out);
void copy_window(Queue& queue, View2<const double> pixels, int y0, int x0, View2<double> out);
void copy_window(Queue& queue, View2<const std::uint8_t> mask, int y0, int x0, View2<std::uint8_t> out);

/// The same of an interleaved image of any type. @param shape  of the image
void copy_window(Queue& queue, SampleView pixels, Shape2 shape, int channels, int y0, int x0,
                 Shape2 out_shape, void* out);

/// The smallest box that holds all pixels of a mask; empty without any. Synchronises.
Box bounding_box(Queue& queue, View2<const std::uint8_t> mask);

}  // namespace cellerate::kernel
