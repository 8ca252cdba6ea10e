/// Finds the threshold of an image by the settings, applies it and records both: the Threshold module and the
/// Identify modules share this. Source: CellProfiler 4.2.8, Threshold.get_threshold, apply_threshold,
/// add_threshold_measurements, add_fg_bg_measurements.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>

#include "cuda/threshold/adaptive.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/threshold_settings.hpp"

namespace cellerate::modules {

/// A threshold for the whole image or, with the strategy Adaptive, for each pixel.
struct ImageThreshold {
  double value = 0;                  ///< corrected and within its bounds; of a surface the mean
  double original = 0;               ///< before that
  bool original_is_single = false;   ///< CellProfiler holds the original in single precision
  std::optional<double> guide;       ///< the global threshold that bounds a surface
  kernel::ThresholdSurface surface;  ///< without values where there is one threshold
};

/// @param automatic minimum cross-entropy over the whole image, whatever method is set:
/// IdentifyPrimaryObjects without advanced settings
ImageThreshold find_threshold(ImageSet& images, const GrayImage& image, const ThresholdSettings& settings,
                              bool automatic);

/// Pixels at or above the threshold, after smoothing.
Buffer<std::uint8_t> apply_threshold(Queue& queue, const GrayImage& image, const ImageThreshold& threshold,
                                     const ThresholdSettings& settings, bool automatic);

/// Finds and applies the threshold, and measures Threshold_<feature>_<name> of the image.
Buffer<std::uint8_t> threshold_image(ImageSet& images, const GrayImage& image,
                                     const ThresholdSettings& settings, bool automatic,
                                     const std::string& name);

/// The columns that threshold_image() measures.
void declare_threshold_measurements(Declaration& declaration, const ThresholdSettings& settings,
                                    const std::string& name);

}  // namespace cellerate::modules
