/// Module ExportToSpreadsheet: tables of what was measured, as CSV files, when all image sets are done.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <filesystem>

#include "plugins/ExportToSpreadsheet/file_names.hpp"
#include "plugins/ExportToSpreadsheet/tables.hpp"

namespace cellerate::modules {
namespace {

using namespace spreadsheet;

/// Metadata as the input modules set them, before anything is measured.
TagValue tags_before_run(const RunSetup& run, std::int64_t image_number) {
  return [&run, image_number](const std::string& tag) {
    return run.image_set_metadata(static_cast<std::uint64_t>(image_number - 1), tag).value_or("None");
  };
}

class ExportToSpreadsheet {
 public:
  static constexpr const char* kAliases[] = {"ExportToExcel", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 13,
      .category = "File Processing",
      .summary = "Writes measurements to CSV files that spreadsheets can open.",
      .aliases = kAliases};
  using Settings = spreadsheet::Settings;
  ExportToSpreadsheet(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}
  static void upgrade(Upgrade& u) { upgrade_settings(u); }

  void declare(Declaration& d) const {
    if (settings_.everything) return;
    for (const DataSet& data_set : settings_.data_sets)
      if (data_set.is_objects()) d.needs_objects(data_set.name, "Data to export");
  }

  void prepare_run(RunSetup& run) const;
  void finish_run(Results& results) const;

 private:
  void write_file(const Measured& measured, const std::vector<std::string>& objects,
                  const DataSet* data_set) const;
  std::vector<std::string> files_to_write(const RunSetup& run) const;

  Settings settings_;
};

std::vector<std::string> ExportToSpreadsheet::files_to_write(const RunSetup& run) const {
  const FileNames names(settings_, run);
  const auto tags = [&](std::int64_t image) { return tags_before_run(run, image); };
  std::vector<std::int64_t> images;
  for (std::uint64_t i = 0; i < run.image_set_count(); ++i)
    images.push_back(static_cast<std::int64_t>(i) + 1);

  std::vector<std::string> files;
  const auto add = [&](const std::string& object, const DataSet* data_set) {
    for (const auto& group : names.groups(images, data_set, tags)) {
      const bool has_tags = object != "Experiment" || data_set;
      files.push_back(names.path(object, data_set, has_tags ? tags(group.front()) : TagValue()));
      if (object == "Image" && settings_.gct) files.push_back(FileNames::gct_path(files.back()));
    }
  };
  if (settings_.everything) {
    for (const char* name : {"Image", "Experiment", kRelationships}) add(name, nullptr);
    for (const std::string& name : run.names(CEL_NAME_OBJECTS)) add(name, nullptr);
    return files;
  }
  bool first_of_file = true;
  for (std::size_t i = 0; i < settings_.data_sets.size(); ++i) {
    if (first_of_file) add(settings_.data_sets[i].name, &settings_.data_sets[i]);
    first_of_file = settings_.ends_file(i);
  }
  return files;
}

void ExportToSpreadsheet::prepare_run(RunSetup& run) const {
  if (settings_.overwrite) return;
  std::string existing;
  for (const std::string& file : files_to_write(run))
    if (std::filesystem::is_regular_file(file)) existing += (existing.empty() ? "" : ", ") + file;
  if (!existing.empty())
    throw std::runtime_error("\"Overwrite existing files without warning?\" is No, but these files exist: " +
                             existing);
}

void ExportToSpreadsheet::finish_run(Results& results) const {
  const Measured measured(results);
  if (settings_.everything) {
    for (const std::string& object : measured.objects()) write_file(measured, {object}, nullptr);
    return;
  }
  std::vector<std::string> objects;
  const DataSet* first = nullptr;
  for (std::size_t i = 0; i < settings_.data_sets.size(); ++i) {
    if (objects.empty()) first = &settings_.data_sets[i];
    objects.push_back(settings_.data_sets[i].name);
    if (!settings_.ends_file(i)) continue;
    write_file(measured, objects, first);
    objects.clear();
  }
}

void ExportToSpreadsheet::write_file(const Measured& measured, const std::vector<std::string>& objects,
                                     const DataSet* data_set) const {
  const Export from{measured, settings_};
  const FileNames names(settings_, measured.results());
  const auto tags = [&](std::int64_t image) { return measured.tags(image); };
  const std::string& object = objects.front();
  if (object == "Experiment") {
    write_experiment_file(from, names.path(object, data_set, data_set ? tags(1) : TagValue()));
    return;
  }
  for (const auto& images : names.groups(measured.image_numbers(), data_set, tags)) {
    const std::string path = names.path(object, data_set, tags(images.front()));
    if (object == "Image") {
      write_image_file(from, images, path);
      if (settings_.gct) write_gct_file(from, images, FileNames::gct_path(path));
    } else if (object == kRelationships) {
      write_relationships_file(from, images, path);
    } else {
      write_object_file(from, objects, images, path);
    }
  }
}

}  // namespace

CEL_MODULE(ExportToSpreadsheet)

}  // namespace cellerate::modules
