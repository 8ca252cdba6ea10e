/// Where the files of ExportToSpreadsheet go, and which image sets share one.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ExportToSpreadsheet/file_names.hpp"

#include <map>

#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules::spreadsheet {
namespace {

bool has_own_path(const FolderSetting& folder) {
  return folder.choice != "Default Input Folder" && folder.choice != "Default Output Folder";
}

}  // namespace

std::vector<std::vector<std::int64_t>> FileNames::groups(const std::vector<std::int64_t>& image_numbers,
                                                         const DataSet* data_set,
                                                         const TagsOfImageSet& tags) const {
  std::vector<std::string> names;
  if (data_set && !data_set->automatic_name) names = metadata_tags(data_set->file_name);
  const FolderSetting folder(settings_.folder);
  if (has_own_path(folder))
    for (const std::string& name : metadata_tags(folder.custom)) names.push_back(name);

  std::vector<std::vector<std::int64_t>> groups;
  std::map<std::vector<std::string>, std::size_t> group_of;
  for (const std::int64_t number : image_numbers) {
    const TagValue value = tags(number);
    std::vector<std::string> key;
    for (const std::string& name : names) key.push_back(value(name));
    const auto [found, is_new] = group_of.emplace(key, groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].push_back(number);
  }
  return groups;
}

std::string FileNames::path(const std::string& object, const DataSet* data_set, const TagValue& tags) const {
  std::string name =
      object + (settings_.delimiter_character() == ',' && settings_.delimiter != "," ? ".csv" : ".txt");
  if (data_set && !data_set->automatic_name) name = data_set->file_name;
  FolderSetting folder(settings_.folder);
  if (tags) {
    name = file_name_with_metadata(name, tags);
    folder.custom = folder_with_metadata(folder.custom, tags);
  } else {
    folder.custom = path_before_tags(folder.custom);
  }
  if (settings_.add_prefix) name = settings_.prefix + name;
  return join_path(folder_path(context_, folder), name);
}

std::string FileNames::gct_path(std::string path) {
  std::string lower = path;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  if (lower.ends_with(".csv") || lower.ends_with("txt")) path.replace(path.size() - 3, 3, "gct");
  return path;
}

}  // namespace cellerate::modules::spreadsheet
