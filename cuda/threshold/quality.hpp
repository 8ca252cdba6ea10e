/// How well a threshold separates an image: variance and entropy of the logarithms of foreground and
/// background. Source: centrosome 1.2.3, threshold.weighted_variance, sum_of_entropies,
/// smooth.smooth_with_noise.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// log2 of values between 1/256 and 1 with noise of 8 bits below them, which is the same for as many values
/// (centrosome's smooth_with_noise and the logarithm after it).
Buffer<double> noisy_log2(Queue& queue, View1<const float> values);

struct ThresholdQuality {
  double weighted_variance = 0;  ///< of log2 of the intensities inside each class, weighted by pixels
  double sum_of_entropies = 0;   ///< of p log2 p over 256 bins of log2 of the intensities (a negative number)
};

/// Intensities below 1/256 of the brightest count as that. For the entropies they get noise of 8 bits below
/// them, which is the same for every image of a shape. A mask without data stands for all pixels; NaN is left
/// out (CellProfiler fails on it). Synchronises.
ThresholdQuality threshold_quality(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                                   View2<const std::uint8_t> foreground);
ThresholdQuality threshold_quality(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                                   View2<const std::uint8_t> foreground);

}  // namespace cellerate::kernel
