/// Groups: puts image sets with equal metadata together (CellProfiler's Groups).
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>

#include "plugins/shared/grouping_tags.hpp"

namespace cellerate::modules {
namespace {

struct Category {
  std::string key = "None";
  void bind(Binder& b) { b.text(key, "Metadata category"); }
};

struct Settings {
  bool wants_groups = false;
  std::vector<Category> categories{1};

  void bind(Binder& b) {
    b.binary(wants_groups, "Do you want to group your images?");
    b.count(categories, "grouping metadata count");
    b.each(categories);
    if (b.listing() || !wants_groups) return;
    for (const Category& category : categories)
      if (category.key == "None") b.fault("Metadata category", "'None': must be a metadata key to group by");
  }
};

}  // namespace

class Groups {
 public:
  static constexpr ModuleInfo info = {.revision = 2,
                                      .category = "File Processing",
                                      .summary = "Puts image sets with equal metadata together."};
  using Settings = modules::Settings;
  explicit Groups(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& upgrade) {
    if (upgrade.revision != 1) return;
    // Revision 1 had the name of an image before each category.
    std::vector<std::string> values;
    for (std::size_t i = 0; i < upgrade.values.size(); ++i)
      if (i < 2 || i % 2 == 1) values.push_back(upgrade.values[i]);
    upgrade.values = values;
    upgrade.revision = 2;
  }

  void declare(Declaration& d) const {
    if (!settings_.wants_groups) return;
    d.column("Experiment", kGroupingTags, CEL_VALUE_TEXT);
    d.column("Image", "Group_Length", CEL_VALUE_INTEGER);
    for (const Category& category : settings_.categories)
      d.column("Image", "Metadata_" + category.key, CEL_VALUE_TEXT);
  }

  void prepare_run(RunSetup& run) const {
    if (!settings_.wants_groups) return;
    std::vector<std::string> keys;
    for (const Category& category : settings_.categories) {
      if (!is_known(run, category.key))
        throw std::runtime_error("'" + category.key +
                                 "' was chosen as a metadata category, but no image set has that metadata");
      keys.push_back(category.key);
    }
    group_and_note(run, keys);
  }

 private:
  static bool is_known(const RunSetup& run, const std::string& key) {
    for (std::uint64_t i = 0; i < run.image_set_count(); ++i)
      if (run.image_set_metadata(i, key)) return true;
    return run.image_set_count() == 0;
  }

  Settings settings_;
};

CEL_MODULE(Groups)

}  // namespace cellerate::modules
