/// The settings of a threshold: those of the Threshold module, which the Identify modules nest behind their
/// own. Source: CellProfiler 4.2.8, cellprofiler.modules.threshold.Threshold (settings, upgrade_settings).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "cuda/core/view.hpp"

namespace cellerate::modules {

enum class ThresholdStrategy { kGlobal, kAdaptive };
/// From Sauvola on in no menu of CellProfiler 4. Files that name Sauvola get CellProfiler's guide for it,
/// which is the cross-entropy's; the others are what CellProfiler 2 had.
enum class GlobalThreshold {
  kMinimumCrossEntropy,
  kOtsu,
  kRobustBackground,
  kMeasurement,
  kManual,
  kSauvola,
  kMixtureOfGaussians,
  kRidlerCalvard,
  kKapur
};
enum class LocalThreshold { kMinimumCrossEntropy, kOtsu, kRobustBackground, kSauvola };
enum class OtsuClasses { kTwo, kThree };
enum class MiddleClass { kForeground, kBackground };
enum class BackgroundAverage { kMean, kMedian, kMode };
enum class BackgroundDeviation { kStandard, kMedianAbsolute };

struct ThresholdSettings {
  /// "Threshold setting version" that bind() reads.
  static constexpr int kVersion = 12;
  /// Lines that bind() takes.
  static constexpr int kCount = 17;

  ThresholdStrategy strategy = ThresholdStrategy::kGlobal;
  GlobalThreshold global_method = GlobalThreshold::kMinimumCrossEntropy;
  LocalThreshold local_method = LocalThreshold::kMinimumCrossEntropy;
  double smoothing_scale = 0;
  double correction_factor = 1;
  Range<double> bounds{0, 1};
  double manual = 0;
  std::string measurement = "None";  ///< of the image
  OtsuClasses classes = OtsuClasses::kTwo;
  bool log_transform = false;
  MiddleClass middle_class = MiddleClass::kForeground;
  int window = 50;               ///< 0: that of CellProfiler 2, which follows the size of the image
  double lower_fraction = 0.05;  ///< of a mixture of Gaussians the part of the image that objects cover
  double upper_fraction = 0.05;
  BackgroundAverage average = BackgroundAverage::kMean;
  BackgroundDeviation deviation = BackgroundDeviation::kStandard;
  double deviations = 2;

  void bind(Binder& b);

  bool is_adaptive() const { return strategy == ThresholdStrategy::kAdaptive; }
  bool is_manual() const { return !is_adaptive() && global_method == GlobalThreshold::kManual; }
  bool is_measured() const { return !is_adaptive() && global_method == GlobalThreshold::kMeasurement; }
  bool is_cross_entropy() const;
  bool is_otsu() const;
  bool is_robust_background() const;
  bool is_sauvola() const;
  bool is_mixture_of_gaussians() const;
  /// Whether it is one of CellProfiler 2's methods.
  bool is_classic() const;

  /// Size of the blocks into which an image of this size is cut.
  Shape2 window_of(Shape2 image) const;

  static bool has_setting(std::string_view text);
  /// Whether CellProfiler leaves the setting out of its window, and so does not check it.
  bool is_hidden(std::string_view text) const;
};

/// Brings the lines of an Identify module from "Threshold setting version" on, which is line `begin`, to the
/// current version. @throws std::invalid_argument for versions that CellProfiler refuses
void upgrade_nested_threshold(std::vector<std::string>& module_lines, std::size_t begin);

/// Lines of the Threshold module behind its two names, from revision 5 on.
/// @throws std::invalid_argument for older revisions, and for images that are not binary in revisions 5 and 6
std::vector<std::string> upgrade_threshold_module(std::vector<std::string> lines, int revision);

}  // namespace cellerate::modules
