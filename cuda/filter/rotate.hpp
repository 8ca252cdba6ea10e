/// A plane turned about its centre, with the bits of scipy.ndimage.rotate (order 3, reshaped, zeros around).
/// Source: scipy.ndimage 1.9, rotate and geometric_transform (ni_interpolation.c).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Shape of the box that holds the turned plane.
Shape2 rotated_shape(Shape2 shape, double degrees);

/// What lies beyond the outermost pixels' centres is exactly 0.
/// @param y0, x0  the pixel of the turned plane at which `out` begins, which may be a part of it
void rotate(Queue& queue, View2<const float> image, double degrees, int y0, int x0, View2<float> out);
void rotate(Queue& queue, View2<const double> image, double degrees, int y0, int x0, View2<double> out);

}  // namespace cellerate::kernel
