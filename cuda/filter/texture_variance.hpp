/// Variance of the intensities around each pixel, weighted by a Gaussian.
/// Source: CellProfiler 4.2.8, EnhanceOrSuppressFeatures.enhance_texture.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Mean of the squares minus square of the mean, over the pixels under the mask; also computed where masked.
/// A mask without data stands for all pixels.
void texture_variance(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                      View2<double> out);
void texture_variance(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
                      View2<double> out);

}  // namespace cellerate::kernel
