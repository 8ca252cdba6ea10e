/// The thresholds of one image.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>

#include "plugins/MeasureImageQuality/quality_settings.hpp"
#include "plugins/shared/gray_image.hpp"

namespace cellerate::modules::image_quality {

/// Gathers and sorts the pixels once for all thresholds.
class ImageThresholds {
 public:
  ImageThresholds(Queue& queue, const GrayImage& image);
  double of(const ThresholdChoice& choice);

 private:
  View1<const float> values() const { return {values_.data(), values_.size()}; }
  double otsu(const ThresholdChoice& choice);

  Queue& queue_;
  Buffer<float> visible_;
  HostRead<float> values_;
  std::optional<kernel::LogOtsu> otsu_;
};

}  // namespace cellerate::modules::image_quality
