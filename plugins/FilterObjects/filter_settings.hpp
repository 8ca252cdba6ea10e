/// The settings of FilterObjects, and their older revisions.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules {

enum class FilterMode { kMeasurements, kRules, kBorder, kClassifiers };
enum class FilterMethod { kMinimal, kMaximal, kMinimalPerObject, kMaximalPerObject, kLimits };
enum class OverlapAssignment { kBothParents, kMostOverlap };

struct FilterMeasurement {
  std::string feature = "AreaShape_Area";
  bool wants_minimum = true, wants_maximum = true;
  double minimum = 0, maximum = 1;

  void bind(Binder& b);
};

struct AdditionalObjects {
  std::string objects = "None", target = "FilteredGreen";

  void bind(Binder& b);
};

struct FilterObjectsSettings {
  std::string objects, target = "FilterObjects";
  FilterMode mode = FilterMode::kMeasurements;
  FilterMethod method = FilterMethod::kLimits;
  std::string enclosing_objects = "None", rules_folder = "Elsewhere...|", rules_file = "rules.txt",
              rules_class = "1";
  OverlapAssignment assignment = OverlapAssignment::kBothParents;
  bool keeps_removed = false, fuzzy = false;
  std::string removed = "RemovedObjects";
  std::vector<FilterMeasurement> measurements;
  std::vector<AdditionalObjects> additional;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;

  bool is_by_measurement() const { return mode == FilterMode::kMeasurements; }
  bool is_by_rules() const { return mode == FilterMode::kRules || mode == FilterMode::kClassifiers; }
  bool is_by_limits() const { return is_by_measurement() && method == FilterMethod::kLimits; }
  bool is_per_object() const {
    return is_by_measurement() &&
           (method == FilterMethod::kMinimalPerObject || method == FilterMethod::kMaximalPerObject);
  }
};

void upgrade_filter_settings(Upgrade& u);

}  // namespace cellerate::modules
