/// How much of the circle around each pixel is not black.
/// Source: scikit-image 0.18 transform.hough_circle, draw.circle_perimeter (Bresenham).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Votes of the pixels that are not 0, whatever their intensity, for centres at `radius` pixels, as a share
/// of the circle's pixels.
void hough_circles(Queue& queue, View2<const float> image, int radius, View2<double> out);
void hough_circles(Queue& queue, View2<const double> image, int radius, View2<double> out);

}  // namespace cellerate::kernel
