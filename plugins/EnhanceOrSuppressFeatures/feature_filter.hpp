/// The filters of EnhanceOrSuppressFeatures, on images of single and of double precision.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plugins/EnhanceOrSuppressFeatures/enhance_settings.hpp"

namespace cellerate::modules::enhance {

/// The image with its features enhanced or suppressed. Computed in the precision of the pixels, then rounded
/// to single precision as all images are.
/// @param mask  without data it stands for all pixels
Buffer<float> filter_features(Queue& queue, const Settings& settings, View2<const float> pixels,
                              View2<const std::uint8_t> mask);
Buffer<float> filter_features(Queue& queue, const Settings& settings, View2<const double> pixels,
                              View2<const std::uint8_t> mask);

}  // namespace cellerate::modules::enhance
