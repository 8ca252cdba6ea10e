/// The settings of ClassifyObjects, and their older revisions.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules {

enum class ClassifyBy { kSingle, kPair, kModel };
enum class BinSpacing { kEven, kCustom };
enum class Cutoff { kMean, kMedian, kCustom };

/// Bins of one measurement.
struct BinSettings {
  std::string objects = "None", measurement = "None";
  BinSpacing spacing = BinSpacing::kEven;
  int bins = 3;
  double low = 0, high = 1;
  bool has_low_bin = false, has_high_bin = false, has_names = false, makes_image = false;
  std::string custom_thresholds = "0,1", custom_names = "None", image = "ClassifiedNuclei";

  void bind(Binder& b);
  /// The ends of all bins, infinite where there is a bin for all below or above.
  /// @throws std::invalid_argument for what is no list of numbers, or not in order
  std::vector<double> thresholds() const;
  /// @param repeats  how many classifications before use the same measurement
  std::vector<std::string> bin_names(int repeats) const;
};

/// One side of a pair of measurements.
struct CutoffSettings {
  std::string measurement = "None";
  Cutoff method = Cutoff::kMean;
  double custom = 0.5;

  void bind(Binder& b, const char* text);
};

/// A class of a model that becomes an object set.
struct ClassSettings {
  std::string name = "None", objects = "ClassifiedObjects";
  void bind(Binder& b);
};

struct ClassifyObjectsSettings {
  ClassifyBy by = ClassifyBy::kSingle;
  std::vector<BinSettings> singles;
  std::vector<ClassSettings> classes;
  std::string objects = "None";
  CutoffSettings first, second;
  bool has_names = false, makes_image = false, makes_class_sets = false, fuzzy = false;
  std::string low_low = "low_low", low_high = "low_high", high_low = "high_low", high_high = "high_high";
  std::string image = "None", model_folder = "Elsewhere...|", model_file = "mymodel.model";

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;

  /// Names of the bins of a single measurement.
  std::vector<std::string> bin_names(const BinSettings& single) const;
  /// Names of the four classes of a pair: first measurement low and high, in each the second low and high.
  std::vector<std::string> pair_names() const;
};

void upgrade_classify_settings(Upgrade& u);

}  // namespace cellerate::modules
