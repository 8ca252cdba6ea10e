/// Settings of IdentifySecondaryObjects.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>

#include "plugins/shared/threshold_settings.hpp"

namespace cellerate::modules {

enum class GrowthMethod { kPropagation, kWatershedGradient, kWatershedImage, kDistanceN, kDistanceB };

struct IdentifySecondarySettings {
  std::string primaries, objects = "IdentifySecondaryObjects", image = "None";
  GrowthMethod method = GrowthMethod::kPropagation;
  int distance = 10;
  double regularization = 0.05;
  bool discard_at_border = false, discard_primaries = false, fill_holes = true;
  std::string new_primaries = "FilteredNuclei";
  int threshold_version = ThresholdSettings::kVersion;
  ThresholdSettings threshold;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
  static void upgrade(Upgrade& u);

  bool has_threshold() const { return method != GrowthMethod::kDistanceN; }
  /// Whether the primary objects that are left become an object set of their own.
  bool makes_primaries() const { return discard_at_border && discard_primaries; }
};

}  // namespace cellerate::modules
