/// Images: chooses the files of the file list that take part (CellProfiler's Images).
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <optional>
#include <stdexcept>

#include "plugins/shared/filter_rule.hpp"
#include "plugins/shared/plane_names.hpp"

namespace cellerate::modules {
namespace {

enum class Filter { None, ImagesOnly, Custom };

struct Settings {
  std::string file_list;
  Filter filter = Filter::ImagesOnly;
  std::string rule_text{kImagesOnlyRule};
  std::optional<FilterRule> rule;

  void bind(Binder& b) {
    b.text(file_list, "");
    b.choice(filter, "Filter images?", {"No filtering", "Images only", "Custom"});
    b.rule(rule_text, "Select the rule criteria");
    if (b.listing() || filter == Filter::None) return;
    try {
      rule.emplace(filter == Filter::Custom ? rule_text : kImagesOnlyRule, FilterRule::About::Files);
    } catch (const std::invalid_argument& error) {
      b.fault("Select the rule criteria", error.what());
    }
  }
};

/// The part of a directory below a folder, or all of it if it lies elsewhere.
std::string below(const std::string& folder, const std::string& directory) {
  const bool inside = !folder.empty() && directory.starts_with(folder) &&
                      (directory.size() == folder.size() || directory[folder.size()] == '/');
  return inside ? directory.substr(folder.size()) : directory;
}

}  // namespace

class Images {
 public:
  static constexpr ModuleInfo info = {
      .revision = 2, .category = "File Processing", .summary = "Chooses the files that take part."};
  using Settings = modules::Settings;
  explicit Images(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& upgrade) {
    if (upgrade.revision == 1) {
      if (upgrade.values.size() > 1)
        upgrade.values[1] = upgrade.values[1] == "Yes" ? "Custom" : "No filtering";
      upgrade.revision = 2;
    }
  }

  void declare(Declaration&) const {}

  void prepare_run(RunSetup& run) const {
    if (!settings_.rule) return;
    const std::string input = run.folder(CEL_FOLDER_INPUT);
    for (std::uint64_t i = 0; i < run.plane_count(); ++i) {
      PlaneNames names = names_of(run.plane(i));
      // A folder that somebody names is not hidden from them, wherever it lies.
      if (settings_.filter == Filter::ImagesOnly) names.directory = below(input, names.directory);
      if (!settings_.rule->accepts({{{names.file, names.directory}}})) run.keep(i, false);
    }
  }

 private:
  Settings settings_;
};

CEL_MODULE(Images)

}  // namespace cellerate::modules
