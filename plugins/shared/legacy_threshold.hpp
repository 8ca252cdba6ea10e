/// Threshold settings of CellProfiler 2.0, which every module that thresholds kept among its own.
/// Source: CellProfiler 2.2.0, cellprofiler.modules.identify, upgrade_legacy_threshold_settings.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

namespace cellerate::modules {

struct LegacyThreshold {
  /// Whether the image was smoothed before it was compared with the threshold; of the module, not of a file.
  enum class Smoothing { kNone, kAutomatic };

  std::string method;  ///< with its strategy, as in "Otsu Global"; or "Manual", "Measurement", "Binary image"
  Smoothing smoothing = Smoothing::kNone;
  std::string correction_factor, bounds, object_fraction, manual, measurement;
  std::string classes, minimized, middle_class;
  std::string window_method, window;
};

/// The same as lines from "Threshold setting version" on, of version 1. What later versions know nothing of
/// becomes a value that is a fault wherever it counts.
/// @throws std::invalid_argument if the method names no strategy
std::vector<std::string> nested_threshold(const LegacyThreshold& legacy);

}  // namespace cellerate::modules
