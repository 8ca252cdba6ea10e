/// Binding of LoadData's settings, and its revisions 1 to 5.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/LoadData/load_data_settings.hpp"

#include <stdexcept>

#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules::load_data {
namespace {

constexpr const char* kImageFolder = "Base image location";
constexpr const char* kRows = "Rows to process";

void bind_folder(Binder& b, std::string& folder, const char* text) {
  b.folder(folder, text);
  if (b.listing()) return;
  if (const std::string fault = folder_fault(folder); !fault.empty()) b.fault(text, fault);
}

/// Revision 4 put the choice of a folder and its path into one setting.
void join_folders(std::vector<std::string>& values) {
  if (values.size() < 10) throw std::invalid_argument("LoadData has too few settings");
  values[4] += "|" + values[5];
  values.erase(values.begin() + 5);
  values[0] += "|" + values[1];
  values.erase(values.begin() + 1);
}

/// Revision 5 has the whole address of a table elsewhere on the net as its name.
void join_url(std::vector<std::string>& values) {
  if (values.size() < 2) throw std::invalid_argument("LoadData has too few settings");
  const FolderSetting folder(values[0]);
  if (!folder.is_url()) return;
  values[1] = folder.custom + "/" + values[1];
  values[0] = "URL|";
}

}  // namespace

void Settings::bind(Binder& b) {
  bind_folder(b, table_folder, "Input data file location");
  b.text(table_name, "Name of the file");
  b.binary(loads_images, "Load images based on this data?");
  bind_folder(b, image_folder, kImageFolder);
  b.binary(limits_rows, "Process just a range of rows?");
  b.range(rows, kRows, {.min = 1});
  b.binary(groups, "Group images by metadata?");
  std::string keys;
  b.text(keys, "Select metadata tags for grouping");
  for (const std::string& key : detail::split(keys, ',')) group_keys.push_back(key);
  b.binary(rescales, "Rescale intensities?");
}

bool Settings::is_hidden(std::string_view text) const {
  return (!loads_images && text == kImageFolder) || (!limits_rows && text == kRows);
}

void upgrade_settings(Upgrade& upgrade) {
  auto& values = upgrade.values;
  if (upgrade.revision <= 1) values.insert(values.end(), {"No", ""});  // added grouping
  if (upgrade.revision <= 3) join_folders(values);
  if (upgrade.revision <= 4) join_url(values);
  if (upgrade.revision <= 5) values.push_back("Yes");  // added rescaling
  upgrade.revision = 6;
}

}  // namespace cellerate::modules::load_data
