// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/FilterObjects/filter_settings.hpp"

namespace cellerate::modules {
namespace {

/// A limit that is not wanted may be any text.
void bind_limit(Binder& b, double& limit, const char* text, bool wanted) {
  std::string unused;
  if (b.listing() || wanted)
    b.number(limit, text);
  else
    b.text(unused, text, CEL_SETTING_FLOAT);
}

}  // namespace

void FilterMeasurement::bind(Binder& b) {
  b.measurement(feature, "Select the measurement to filter by");
  b.binary(wants_minimum, "Filter using a minimum measurement value?");
  bind_limit(b, minimum, "Minimum value", wants_minimum);
  b.binary(wants_maximum, "Filter using a maximum measurement value?");
  bind_limit(b, maximum, "Maximum value", wants_maximum);
}

void AdditionalObjects::bind(Binder& b) {
  b.objects(objects, "Select additional object to relabel");
  b.new_objects(target, "Name the relabeled objects");
}

void FilterObjectsSettings::bind(Binder& b) {
  b.objects(objects, "Select the objects to filter");
  b.new_objects(target, "Name the output objects");
  b.choice(mode, "Select the filtering mode",
           {"Measurements", "Rules", "Image or mask border", "Classifiers"});
  b.choice(method, "Select the filtering method",
           {"Minimal", "Maximal", "Minimal per object", "Maximal per object", "Limits"});
  b.objects(enclosing_objects, "Select the objects that contain the filtered objects");
  b.folder(rules_folder, "Select the location of the rules or classifier file");
  b.text(rules_file, "Rules or classifier file name");
  b.text(rules_class, "Class number");
  b.count(measurements, "Measurement count", 1);
  b.count(additional, "Additional object count");
  b.choice(assignment, "Assign overlapping child to", {"Both parents", "Parent with most overlap"});
  b.binary(keeps_removed, "Keep removed objects as a separate set?");
  b.new_objects(removed, "Name the objects removed by the filter");
  b.each(measurements);
  b.each(additional);
  b.binary(fuzzy, "Allow fuzzy feature matching?");
}

bool FilterObjectsSettings::is_hidden(std::string_view text) const {
  if (text == "Select the filtering method") return !is_by_measurement();
  if (text == "Assign overlapping child to") return !is_per_object();
  if (text == "Allow fuzzy feature matching?") return !is_by_rules();
  if (text == "Minimum value" || text == "Maximum value" || text.starts_with("Filter using a "))
    return !is_by_limits();
  return false;
}

}  // namespace cellerate::modules
