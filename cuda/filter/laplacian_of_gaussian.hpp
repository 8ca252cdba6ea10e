/// The Laplacian of a Gaussian as one kernel. Source: centrosome 1.2.3, filter.laplacian_of_gaussian.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/filter/correlate.hpp"

namespace cellerate::kernel {

/// A square of int(4 sigma) + 1 pixels, one more if that is even, whose sum is 0.
/// @throws std::invalid_argument where sigma is so far below 0 that the square has no pixel
SquareKernel laplacian_of_gaussian_kernel(double sigma);

/// What is outside of the plane and the mask counts as if it had the value of the pixel in the middle; masked
/// pixels stay as they are. A mask without data stands for all pixels. image and out must not overlap.
void laplacian_of_gaussian(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                           double sigma, View2<float> out);
void laplacian_of_gaussian(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                           double sigma, View2<double> out);

}  // namespace cellerate::kernel
