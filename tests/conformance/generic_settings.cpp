// SPDX-License-Identifier: BSD-3-Clause
#include "tests/conformance/generic_settings.hpp"

#include <filesystem>
#include <fstream>

namespace cellerate::conformance {
namespace {

std::string text_of(cel_text text) { return {text.data, static_cast<std::size_t>(text.size)}; }

/// Takes turns between two names.
class Turns {
 public:
  Turns(std::string first, std::string second) : names_{std::move(first), std::move(second)} {}
  std::string next() { return names_[count_++ % 2]; }

 private:
  std::string names_[2];
  unsigned count_ = 0;
};

}  // namespace

std::vector<DescribedSetting> describe(const cel_module_class& module) {
  std::vector<DescribedSetting> all;
  module.describe(&all, [](void* user, const cel_setting* row) {
    static_cast<std::vector<DescribedSetting>*>(user)->push_back(
        {row->kind, text_of(row->text), text_of(row->default_value), text_of(row->choices)});
  });
  return all;
}

Notes notes_of(const std::string& module) {
  Notes notes;
  std::ifstream stream(std::filesystem::path(CELLERATE_SOURCE_DIR) / "plugins" / module / "conformance.txt");
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string key = line.substr(0, colon), value = line.substr(colon + 1);
    if (key == "not run")
      notes.not_run = value;
    else if (key == "grows")
      notes.grows = value;
    else if (key == "fails without objects")
      notes.fails_without_objects = value;
    else if (key == "undeclared")
      notes.undeclared = value;
    else
      notes.values[key] = value;
  }
  return notes;
}

std::vector<SettingLine> default_settings(const cel_module_class& module) {
  std::vector<SettingLine> lines;
  for (const DescribedSetting& setting : describe(module)) lines.push_back({setting.text, setting.standard});
  return lines;
}

std::vector<SettingLine> driving_settings(const cel_module_class& module, const Notes& notes,
                                          const std::string& image) {
  Turns images(image, image + "2"), objects("Nuclei", "Cells");
  std::vector<SettingLine> lines;
  for (const DescribedSetting& setting : describe(module)) {
    std::string value = setting.standard;
    if (setting.kind == CEL_SETTING_IMAGE) value = images.next();
    if (setting.kind == CEL_SETTING_IMAGES) value = image + ", " + image + "2";
    if (setting.kind == CEL_SETTING_OBJECTS) value = objects.next();
    if (setting.kind == CEL_SETTING_OBJECT_LIST) value = "Nuclei, Cells";
    if (setting.kind == CEL_SETTING_MEASUREMENT) value = "AreaShape_Area";
    if (const auto given = notes.values.find(setting.text); given != notes.values.end())
      value = given->second;
    lines.push_back({setting.text, value});
  }
  return lines;
}

}  // namespace cellerate::conformance
