/// Settings of IdentifyPrimaryObjects of older revisions, each by what it changed.
/// Source: identifyprimaryobjects.py (upgrade_settings) of CellProfiler 2.2.0 up to revision 10, of 4.2.8
/// from there.
// SPDX-License-Identifier: BSD-3-Clause
#include <stdexcept>

#include "plugins/IdentifyPrimaryObjects/settings.hpp"
#include "plugins/shared/legacy_threshold.hpp"

namespace cellerate::modules {
namespace {

using Values = std::vector<std::string>;

constexpr int kOldestRevision = 6;
/// Settings before "Threshold setting version".
constexpr std::size_t kOwnSettings = 16;

void need(const Values& values, std::size_t count) {
  if (values.size() < count) throw std::invalid_argument("the module has too few settings");
}

void append(Values& to, const Values& from, std::size_t begin, std::size_t end) {
  to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(begin),
            from.begin() + static_cast<std::ptrdiff_t>(end));
}

void rename_distance(Values& values) {
  need(values, 12);
  if (values[11] == "Distance") values[11] = "Shape";
}

/// The settings of the threshold get together at the end.
void nest_threshold(Values& values) {
  need(values, 34);
  const Values threshold = nested_threshold({.method = values[6],
                                             .smoothing = LegacyThreshold::Smoothing::kAutomatic,
                                             .correction_factor = values[7],
                                             .bounds = values[8],
                                             .object_fraction = values[9],
                                             .manual = values[19],
                                             .measurement = values[31],
                                             .classes = values[24],
                                             .minimized = values[25],
                                             .middle_class = values[26],
                                             .window_method = values[32],
                                             .window = values[33]});
  Values kept;
  append(kept, values, 0, 6);
  append(kept, values, 10, 19);
  append(kept, values, 21, 24);
  append(kept, values, 27, 31);
  append(kept, threshold, 0, threshold.size());
  values = std::move(kept);
}

void name_hole_filling(Values& values) {
  need(values, 13);
  std::string& holes = values[12];
  if (holes == "Yes") holes = "After both thresholding and declumping";
  if (holes == "No") holes = "Never";
}

/// Revision 11 had merging, outlines, and the Laplacian of Gaussian. Truncating is what CellProfiler 4 no
/// longer does.
void drop_merging(Values& values) {
  need(values, 21);
  if (values[6] == "Laplacian of Gaussian") values[6] = "Intensity";
  if (values[20] == "Truncate") values[20] = "Continue";
  values.erase(values.begin() + 15, values.begin() + 20);
  values.erase(values.begin() + 11);
  values.erase(values.begin() + 4);
}

void want_advanced_settings(Values& values) {
  need(values, kOwnSettings - 1);
  values.insert(values.begin() + kOwnSettings - 1, "Yes");
}

/// Revision 14 could draw the maxima.
void drop_maxima_display(Values& values) {
  need(values, 17);
  values.erase(values.begin() + 15, values.begin() + 17);
}

}  // namespace

void IdentifyPrimarySettings::upgrade(Upgrade& u) {
  if (u.revision < kOldestRevision) return;
  Values& values = u.values;
  if (u.revision <= 6) values.push_back("None");  // measurement of the threshold
  if (u.revision <= 7) rename_distance(values);
  if (u.revision <= 8) values.insert(values.end(), {"Image size", "10"});  // adaptive window
  if (u.revision <= 9) nest_threshold(values);
  if (u.revision <= 10) name_hole_filling(values);
  if (u.revision <= 11) drop_merging(values);
  if (u.revision <= 12) want_advanced_settings(values);
  if (u.revision == 14) drop_maxima_display(values);
  upgrade_nested_threshold(values, kOwnSettings);
  u.revision = 15;
}

}  // namespace cellerate::modules
