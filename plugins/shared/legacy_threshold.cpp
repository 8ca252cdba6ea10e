// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/legacy_threshold.hpp"

#include <stdexcept>
#include <utility>

namespace cellerate::modules {
namespace {

/// Strategy and method.
std::pair<std::string, std::string> parts_of(const std::string& method) {
  if (method == "Manual" || method == "Measurement" || method == "Binary image") return {method, "Otsu"};
  const auto space = method.rfind(' ');
  if (space == std::string::npos)
    throw std::invalid_argument("the thresholding method '" + method +
                                "' does not say whether it is Global, Adaptive or PerObject");
  std::string strategy = method.substr(space + 1);
  if (strategy == "PerObject") strategy = "Per object";
  return {strategy, method.substr(0, space)};
}

/// CellProfiler 4 would take windows that follow the size of the image for windows of the size in the next
/// line, which nobody chose.
std::string window_of(const LegacyThreshold& legacy) {
  return legacy.window_method == "Custom" ? legacy.window : "0";
}

/// Otsu's thresholds minimize the variance only, from CellProfiler 3 on.
std::string classes_of(const LegacyThreshold& legacy) {
  return legacy.minimized == "Entropy" ? legacy.classes + " by entropy" : legacy.classes;
}

}  // namespace

std::vector<std::string> nested_threshold(const LegacyThreshold& legacy) {
  const auto [strategy, method] = parts_of(legacy.method);
  const bool smooths = legacy.smoothing == LegacyThreshold::Smoothing::kAutomatic;
  const std::string gone;  // settings that no later version reads
  return {"1",
          strategy,
          method,
          smooths ? "Automatic" : "No smoothing",
          "1",
          legacy.correction_factor,
          legacy.bounds,
          legacy.object_fraction,
          legacy.manual,
          legacy.measurement,
          gone,
          gone,
          classes_of(legacy),
          gone,
          legacy.middle_class,
          gone,
          window_of(legacy)};
}

}  // namespace cellerate::modules
