/// Rules that CellProfiler Analyst writes: lines like
///   IF (Nuclei_AreaShape_Area < 351.3, [0.79, -0.79], [-0.94, 0.94])
/// Source: CellProfiler 4.2.8 cellprofiler/utilities/rules.py.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules {

/// Points for each class, by whether a measurement passes a threshold.
struct AnalystRule {
  std::string object, feature, comparison;  ///< <, <=, > or >=
  double threshold = 0;
  std::vector<double> if_true, if_false;
};

/// Points of each object (row) for each class (column).
struct RuleScores {
  std::size_t objects = 0, classes = 0;
  std::vector<double> values;
  double& at(std::size_t object, std::size_t rule_class) { return values[object * classes + rule_class]; }
  double at(std::size_t object, std::size_t rule_class) const {
    return values[object * classes + rule_class];
  }
  /// The class with most points, from 0; -1 where an object has no points at all (NaN).
  int best_class(std::size_t object) const;
};

class AnalystRules {
 public:
  /// @throws MissingFile
  /// @throws std::runtime_error if there is no rule in it
  static AnalystRules read(const std::string& path);

  /// Names of the measurements are those of the rules; or, if `fuzzy`, those most like them. A fault of
  /// `setting` for each that is not measured.
  void require_measurements(Declaration& declaration, std::string_view setting, bool fuzzy) const;
  /// Adds up the points of all rules.
  RuleScores score(const ImageSet& images, bool fuzzy) const;
  std::size_t class_count() const { return rules_.front().if_true.size(); }

 private:
  std::vector<AnalystRule> rules_;
};

}  // namespace cellerate::modules
