/// FilterObjects: keeps the objects that meet a condition on measurements, rules or position.
/// Meaning, columns, sources and differences from CellProfiler: FilterObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include "plugins/FilterObjects/filter_settings.hpp"
#include "plugins/FilterObjects/selection.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/kept_objects.hpp"
#include "plugins/shared/missing_file.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

class FilterObjects {
 public:
  static constexpr const char* kAliases[] = {"FilterByObjectMeasurement", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 10,
      .category = "Object Processing",
      .summary = "Keeps the objects that meet a condition on measurements, rules or position.",
      .aliases = kAliases};
  using Settings = FilterObjectsSettings;

  FilterObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { upgrade_filter_settings(u); }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  void check_measurements(Declaration& d) const;
  void check_rules(Declaration& d) const;

  Settings settings_;
};

constexpr char kMeasurement[] = "Select the measurement to filter by";
constexpr char kRulesFile[] = "Rules or classifier file name";

void FilterObjects::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, "Select the objects to filter");
  if (settings_.is_per_object())
    d.needs_objects(settings_.enclosing_objects, "Select the objects that contain the filtered objects");
  for (const auto& more : settings_.additional)
    d.needs_objects(more.objects, "Select additional object to relabel");
  if (settings_.is_by_measurement()) check_measurements(d);
  if (settings_.is_by_rules()) check_rules(d);

  d.makes_objects(settings_.target);
  declare_derived_objects(d, settings_.objects, settings_.target);
  for (const auto& more : settings_.additional) {
    d.makes_objects(more.target);
    // CellProfiler measures these always, but declares them only together with the removed objects.
    if (settings_.keeps_removed) declare_derived_objects(d, more.objects, more.target);
  }
  if (settings_.keeps_removed) {
    d.makes_objects(settings_.removed);
    declare_derived_objects(d, settings_.objects, settings_.removed);
  }
}

void FilterObjects::check_measurements(Declaration& d) const {
  for (const FilterMeasurement& measurement : settings_.measurements) {
    require_measurement(d, settings_.objects, measurement.feature, kMeasurement);
    if (!settings_.is_by_limits()) break;  // only limits look at more than one
  }
}

void FilterObjects::check_rules(Declaration& d) const {
  const std::string wrong = folder_fault(settings_.rules_folder);
  if (!wrong.empty()) return d.fault("Select the location of the rules or classifier file", wrong);
  try {
    const AnalystRules rules = read_rules(d, settings_);
    kept_class(rules, settings_);
    rules.require_measurements(d, kRulesFile, settings_.fuzzy);
  } catch (const std::exception& error) {
    declare_fault(d, kRulesFile, error);
  }
}

void FilterObjects::run(ImageSet& images) const {
  const std::vector<std::int32_t> kept = kept_objects(images, settings_);
  const int count = images.objects(settings_.objects).count();
  const std::vector<std::int32_t> table = renumbering(kept, count);
  const auto derive = [&](const std::string& source, const std::string& target, const auto& numbers) {
    add_renumbered(images, source, target, numbers);
    measure_derived_objects(images, source, target);
  };
  derive(settings_.objects, settings_.target, table);
  for (const auto& more : settings_.additional) derive(more.objects, more.target, table);
  if (!settings_.keeps_removed) return;
  std::vector<std::int32_t> removed;
  for (std::int32_t label = 1; label <= count; ++label)
    if (table[label] == 0) removed.push_back(label);
  derive(settings_.objects, settings_.removed, renumbering(removed, count));
}

}  // namespace

CEL_MODULE(FilterObjects)

}  // namespace cellerate::modules
