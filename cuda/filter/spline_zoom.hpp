/// A plane stretched or shrunk along both axes, the corner pixel (0, 0) fixed.
/// Source: scipy.ndimage.affine_transform 1.9 with a diagonal matrix, orders 2 and 3, mode 'constant'.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/filter/cubic_spline.hpp"

namespace cellerate::kernel {

/// Pixels of the plane to one pixel of the result.
struct ZoomSteps {
  double y, x;
};

/// out(y, x) = the spline through the pixels at (y * steps.y, x * steps.x); exactly 0 beyond the last pixel,
/// also where it is only a rounding error beyond.
void spline_zoom(Queue& queue, View2<const float> image, ZoomSteps steps, SplineOrder order,
                 View2<float> out);
void spline_zoom(Queue& queue, View2<const double> image, ZoomSteps steps, SplineOrder order,
                 View2<double> out);
/// 1 where the spline through a mask of zeros and ones is above a half.
void spline_zoom(Queue& queue, View2<const std::uint8_t> mask, ZoomSteps steps, SplineOrder order,
                 View2<std::uint8_t> out);

}  // namespace cellerate::kernel
