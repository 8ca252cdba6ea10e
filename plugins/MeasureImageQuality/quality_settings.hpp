/// The settings of MeasureImageQuality: groups of images, each with its own scales and thresholds.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include "cuda/threshold/log_otsu.hpp"

namespace cellerate::modules::image_quality {

enum class Method { Otsu, MoG, Background, RobustBackground, RidlerCalvard, Kapur, MCT };
enum class Classes { Two, Three };
enum class Middle { Foreground, Background };

/// A threshold to take of every image of a group.
struct ThresholdChoice {
  Method method = Method::Otsu;
  double object_fraction = 0.1;
  Classes classes = Classes::Two;
  kernel::OtsuCriterion criterion = kernel::OtsuCriterion::kWeightedVariance;
  Middle middle = Middle::Foreground;

  void bind(Binder& b);
  /// ImageQuality_Threshold<aggregate><method>_<image>[_<variant>]
  std::string feature(const std::string& image, const char* aggregate = "") const;
};

/// Every method, and each in all of its variants.
std::vector<ThresholdChoice> all_thresholds();

struct BlurScale {
  int pixels = 20;
  void bind(Binder& b) { b.integer(pixels, "Spatial scale for blur measurements", {.min = 1}); }
};

struct ImageGroup {
  std::vector<std::string> images;
  bool scaling = true, blur = true, saturation = true, intensity = true, threshold = true;
  bool all_methods = false;
  std::vector<BlurScale> scales;
  std::vector<ThresholdChoice> chosen_thresholds;

  void bind(Binder& b);
  std::vector<ThresholdChoice> thresholds() const {
    if (!threshold) return {};
    return all_methods ? all_thresholds() : chosen_thresholds;
  }
};

enum class Images { AllLoaded, Select };

struct Settings {
  Images images = Images::AllLoaded;
  std::vector<ImageGroup> groups;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
};

void upgrade(Upgrade& u);

}  // namespace cellerate::modules::image_quality
