/// The thresholds of one image.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>

#include "cuda/region/plane_values.hpp"
#include "plugins/MeasureImageQuality/quality_settings.hpp"

namespace cellerate::modules::image_quality {

/// Sorts the pixels once for all thresholds.
class ImageThresholds {
 public:
  ImageThresholds(Queue& queue, const kernel::PlaneValues& values) : queue_(queue), values_(values) {}
  double of(const ThresholdChoice& choice);

 private:
  double otsu(const ThresholdChoice& choice);

  Queue& queue_;
  const kernel::PlaneValues& values_;
  std::optional<kernel::LogOtsu> otsu_;
};

}  // namespace cellerate::modules::image_quality
