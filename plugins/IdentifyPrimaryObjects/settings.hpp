/// Settings of IdentifyPrimaryObjects, and what they mean together.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>

#include "plugins/shared/threshold_settings.hpp"

namespace cellerate::modules {

enum class ClumpMethod { kIntensity, kShape, kNone };
enum class DividingMethod { kIntensity, kShape, kPropagate, kNone };
enum class HoleFilling { kNever, kBothTimes, kAfterDeclumping };
enum class ObjectLimit { kContinue, kErase };

struct IdentifyPrimarySettings {
  std::string image, objects = "IdentifyPrimaryObjects";
  Range<int> diameter{10, 40};
  bool discard_by_size = true, discard_at_border = true;
  ClumpMethod clumps = ClumpMethod::kIntensity;
  DividingMethod dividing = DividingMethod::kIntensity;
  int smoothing_size = 10;
  double suppression_size = 7;
  bool low_resolution = true;
  HoleFilling holes = HoleFilling::kBothTimes;
  bool automatic_smoothing = true, automatic_suppression = true;
  ObjectLimit limit = ObjectLimit::kContinue;
  int maximum_count = 500;
  bool advanced = false;
  int threshold_version = ThresholdSettings::kVersion;
  ThresholdSettings threshold{.smoothing_scale = 1.3488};

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
  static void upgrade(Upgrade& u);

  // Without advanced settings CellProfiler goes by its defaults, whatever the hidden settings say; with
  // exceptions: size and border, the smoothing filter, and what a threshold is corrected by.
  bool declumps() const {
    return !advanced || (clumps != ClumpMethod::kNone && dividing != DividingMethod::kNone);
  }
  ClumpMethod clump_method() const { return advanced ? clumps : ClumpMethod::kIntensity; }
  DividingMethod dividing_method() const { return advanced ? dividing : DividingMethod::kIntensity; }
  HoleFilling hole_filling() const { return advanced ? holes : HoleFilling::kBothTimes; }

  /// Diameter of the Gaussian that smooths the image before maxima are sought; 0 for none.
  double smoothing_diameter() const {
    return automatic_smoothing ? 2.35 * diameter.min / 3.5 : smoothing_size;
  }
  /// How much smaller the plane is on which maxima are sought.
  double resolution() const;
  /// How near to each other two maxima of one object may not be, on that plane.
  double maxima_distance() const;
};

}  // namespace cellerate::modules
