// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/threshold_settings.hpp"

#include <algorithm>
#include <array>

namespace cellerate::modules {

void ThresholdSettings::bind(Binder& b) {
  // The two methods have one text, so that the hidden one is told apart here and not by is_hidden().
  std::string unused;
  b.choice(strategy, "Threshold strategy", {"Global", "Adaptive"});
  if (b.listing() || !is_adaptive())
    b.choice(global_method, "Thresholding method",
             {"Minimum Cross-Entropy", "Otsu", "Robust Background", "Measurement", "Manual", "Sauvola", "MoG",
              "RidlerCalvard", "Kapur"});
  else
    b.text(unused, "Thresholding method", CEL_SETTING_CHOICE);
  b.number(smoothing_scale, "Threshold smoothing scale", {.min = 0});
  b.number(correction_factor, "Threshold correction factor");
  b.range(bounds, "Lower and upper bounds on threshold", {.min = 0, .max = 1});
  b.number(manual, "Manual threshold", {.min = 0, .max = 1});
  b.measurement(measurement, "Select the measurement to threshold with");
  b.choice(classes, "Two-class or three-class thresholding?", {"Two classes", "Three classes"});
  b.binary(log_transform, "Log transform before thresholding?");
  b.choice(middle_class, "Assign pixels in the middle intensity class to the foreground or the background?",
           {"Foreground", "Background"});
  b.integer(window, "Size of adaptive window");
  b.number(lower_fraction, "Lower outlier fraction", {.min = 0, .max = 1});
  b.number(upper_fraction, "Upper outlier fraction", {.min = 0, .max = 1});
  b.choice(average, "Averaging method", {"Mean", "Median", "Mode"});
  b.choice(deviation, "Variance method", {"Standard deviation", "Median absolute deviation"});
  b.number(deviations, "# of deviations");
  if (b.listing() || is_adaptive())
    b.choice(local_method, "Thresholding method",
             {"Minimum Cross-Entropy", "Otsu", "Robust Background", "Sauvola"});
  else
    b.text(unused, "Thresholding method", CEL_SETTING_CHOICE);
}

bool ThresholdSettings::is_cross_entropy() const {
  return is_adaptive() ? local_method == LocalThreshold::kMinimumCrossEntropy
                       : global_method == GlobalThreshold::kMinimumCrossEntropy;
}
bool ThresholdSettings::is_otsu() const {
  return is_adaptive() ? local_method == LocalThreshold::kOtsu : global_method == GlobalThreshold::kOtsu;
}
bool ThresholdSettings::is_robust_background() const {
  return is_adaptive() ? local_method == LocalThreshold::kRobustBackground
                       : global_method == GlobalThreshold::kRobustBackground;
}

bool ThresholdSettings::is_sauvola() const {
  return is_adaptive() ? local_method == LocalThreshold::kSauvola
                       : global_method == GlobalThreshold::kSauvola;
}

bool ThresholdSettings::is_mixture_of_gaussians() const {
  return !is_adaptive() && global_method == GlobalThreshold::kMixtureOfGaussians;
}

bool ThresholdSettings::is_classic() const {
  return !is_adaptive() && global_method >= GlobalThreshold::kMixtureOfGaussians;
}

Shape2 ThresholdSettings::window_of(Shape2 image) const {
  constexpr int kBlocks = 10, kLeast = 50;
  if (window != 0) return {window, window};
  return {std::max(image.height / kBlocks, kLeast), std::max(image.width / kBlocks, kLeast)};
}

bool ThresholdSettings::has_setting(std::string_view text) {
  bool found = false;
  Binder list([&](const cel_setting& row) { found = found || to_view(row.text) == text; });
  ThresholdSettings().bind(list);
  return found;
}

bool ThresholdSettings::is_hidden(std::string_view text) const {
  if (text == "Manual threshold") return !is_manual();
  if (text == "Select the measurement to threshold with") return !is_measured();
  if (text == "Two-class or three-class thresholding?") return !is_otsu();
  if (text == "Assign pixels in the middle intensity class to the foreground or the background?")
    return !is_otsu() || classes == OtsuClasses::kTwo;
  if (text == "Log transform before thresholding?") return !is_otsu() && !is_cross_entropy();
  if (text == "Size of adaptive window") return !is_adaptive();
  if (text == "Threshold correction factor" || text == "Lower and upper bounds on threshold")
    return is_manual();
  if (text == "Lower outlier fraction" && is_mixture_of_gaussians()) return false;
  constexpr std::array<std::string_view, 5> kRobustBackground = {"Lower outlier fraction",
                                                                 "Upper outlier fraction", "Averaging method",
                                                                 "Variance method", "# of deviations"};
  return std::find(kRobustBackground.begin(), kRobustBackground.end(), text) != kRobustBackground.end() &&
         !is_robust_background();
}

}  // namespace cellerate::modules
