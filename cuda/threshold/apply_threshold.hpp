/// Foreground of an image: pixels at or above a threshold, smoothed or not, and under the mask.
/// Source: CellProfiler 4.2.8, cellprofiler.modules.threshold.Threshold.apply_threshold.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Sigma that a "Threshold smoothing scale" stands for: half of the weight lies within that diameter.
inline double threshold_smoothing_sigma(double scale) { return scale / 0.6744 / 2.0; }

/// One threshold for the whole image. Unsmoothed (sigma 0) a float image is compared in float, as NumPy
/// compares it with a scalar; smoothed, in double. A mask without data stands for all pixels.
void apply_threshold(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                     double threshold, View2<std::uint8_t> out);
void apply_threshold(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
                     double threshold, View2<std::uint8_t> out);

/// A threshold for each pixel, compared in double.
void apply_threshold(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                     View2<const double> thresholds, View2<std::uint8_t> out);
void apply_threshold(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
                     View2<const double> thresholds, View2<std::uint8_t> out);

}  // namespace cellerate::kernel
