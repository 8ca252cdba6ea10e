/// Finds the threshold of an image by the settings, applies it and records both: the Threshold module and the
/// Identify modules share this. Source: CellProfiler 4.2.8, Threshold.get_threshold, apply_threshold,
/// add_threshold_measurements, add_fg_bg_measurements.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/threshold_settings.hpp"

namespace cellerate::modules {

/// Finds and applies the threshold, and measures Threshold_<feature>_<name> of the image. Images to which
/// CellProfiler gives double precision have it here.
/// @param automatic minimum cross-entropy over the whole image, whatever method is set:
/// IdentifyPrimaryObjects without advanced settings
/// @returns where the image, smoothed, is at or above the threshold
Buffer<std::uint8_t> threshold_image(ImageSet& images, const GrayImage& image,
                                     const ThresholdSettings& settings, bool automatic,
                                     const std::string& name);

/// The columns that threshold_image() measures.
void declare_threshold_measurements(Declaration& declaration, const ThresholdSettings& settings,
                                    const std::string& name);

}  // namespace cellerate::modules
