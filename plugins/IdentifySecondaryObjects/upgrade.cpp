/// Settings of IdentifySecondaryObjects of older revisions, each by what it changed.
/// Source: identifysecondaryobjects.py (upgrade_settings) of CellProfiler 2.2.0 up to revision 9, of 4.2.8
/// from there.
// SPDX-License-Identifier: BSD-3-Clause
#include <stdexcept>

#include "plugins/IdentifySecondaryObjects/settings.hpp"
#include "plugins/shared/legacy_threshold.hpp"

namespace cellerate::modules {
namespace {

using Values = std::vector<std::string>;

constexpr int kOldestRevision = 4;
/// Settings before "Threshold setting version".
constexpr std::size_t kOwnSettings = 10;

void need(const Values& values, std::size_t count) {
  if (values.size() < count) throw std::invalid_argument("the module has too few settings");
}

void name_watershed(Values& values) {
  need(values, 3);
  if (values[2] == "Watershed") values[2] = "Watershed - Gradient";
}

/// Holes were filled always, but not where objects grow by distance.
void append_hole_filling(Values& values) {
  need(values, 3);
  const bool by_distance = values[2] == "Distance - N" || values[2] == "Distance - B";
  values.push_back(by_distance ? "No" : "Yes");
}

/// The settings of the threshold get together at the end.
void nest_threshold(Values& values) {
  need(values, 26);
  const Values threshold = nested_threshold({.method = values[4],
                                             .smoothing = LegacyThreshold::Smoothing::kNone,
                                             .correction_factor = values[5],
                                             .bounds = values[6],
                                             .object_fraction = values[7],
                                             .manual = values[11],
                                             .measurement = values[22],
                                             .classes = values[14],
                                             .minimized = values[15],
                                             .middle_class = values[16],
                                             .window_method = values[24],
                                             .window = values[25]});
  Values kept;
  for (const std::size_t i : {0, 1, 2, 3, 8, 9, 10, 13, 17, 18, 19, 20, 21, 23}) kept.push_back(values[i]);
  kept.insert(kept.end(), threshold.begin(), threshold.end());
  values = std::move(kept);
}

void drop_outlines(Values& values) {
  need(values, 13);
  values.erase(values.begin() + 11, values.begin() + 13);
  values.erase(values.begin() + 6, values.begin() + 8);
}

}  // namespace

void IdentifySecondarySettings::upgrade(Upgrade& u) {
  if (u.revision < kOldestRevision) return;
  Values& values = u.values;
  if (u.revision <= 4) values.push_back("None");  // measurement of the threshold
  if (u.revision <= 5) name_watershed(values);
  if (u.revision <= 6) append_hole_filling(values);
  if (u.revision <= 7) values.insert(values.end(), {"Image size", "10"});  // adaptive window
  if (u.revision <= 8) nest_threshold(values);
  if (u.revision <= 9) drop_outlines(values);
  upgrade_nested_threshold(values, kOwnSettings);
  u.revision = 10;
}

}  // namespace cellerate::modules
