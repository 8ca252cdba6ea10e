/// How well a threshold separates an image: variance and entropy of the logarithms of foreground and
/// background. Source: centrosome 1.2.3, threshold.weighted_variance, sum_of_entropies,
/// smooth.smooth_with_noise.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Variance of log2 of the intensities inside each class, weighted by pixels. Intensities below 1/256 of the
/// brightest count as that. A mask without data stands for all pixels. Synchronises.
double weighted_variance(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                         View2<const std::uint8_t> foreground);

/// Sum of p log2 p over 256 bins of log2 of the intensities, of each class (a negative number). The
/// intensities get noise of 8 bits below them, which is the same for every image of a shape. Synchronises.
double sum_of_entropies(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        View2<const std::uint8_t> foreground);

}  // namespace cellerate::kernel
