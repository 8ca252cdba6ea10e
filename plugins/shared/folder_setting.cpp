/// Choices of folders, today's and those of CellProfiler 2.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/folder_setting.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <stdexcept>

namespace cellerate::modules {
namespace {

constexpr const char* kChoices[] = {"Default Input Folder",
                                    "Default Input Folder sub-folder",
                                    "Default Output Folder",
                                    "Default Output Folder sub-folder",
                                    "Elsewhere...",
                                    "URL",
                                    "None"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// Older versions said "Default Image Directory", "Default input directory", ... for the same places.
std::string todays_choice(const std::string& choice) {
  const std::string text = lower(choice);
  if (!text.starts_with("default ")) return choice;
  const bool sub_folder = text.find("sub") != std::string::npos;
  const std::string rest = text.substr(8);
  if (rest.starts_with("input") || rest.starts_with("image")) return kChoices[sub_folder ? 1 : 0];
  if (rest.starts_with("output")) return kChoices[sub_folder ? 3 : 2];
  return choice;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

FolderSetting::FolderSetting(std::string_view value) {
  const auto bar = value.find('|');
  choice = todays_choice(std::string(value.substr(0, bar)));
  if (bar != std::string_view::npos) custom = value.substr(bar + 1);
}

std::string joined_folder(std::string choice, std::string path, const char* below_dot,
                          const char* below_ampersand) {
  if (choice == "Custom folder" || choice == "Custom folder with metadata") {
    choice = "Elsewhere...";
    if (path.starts_with('.')) {
      choice = below_dot;
    } else if (path.starts_with('&')) {
      choice = below_ampersand;
      path = "." + path.substr(1);
    }
  }
  return choice + "|" + path;
}

std::string folder_fault(std::string_view value) {
  const FolderSetting folder(value);
  if (std::find(std::begin(kChoices), std::end(kChoices), folder.choice) != std::end(kChoices)) return "";
  return "'" + std::string(value) + "': '" + folder.choice + "' is no choice of a folder";
}

std::string join_path(const std::string& folder, const std::string& name) {
  if (folder.empty() || name.starts_with('/')) return name;
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

std::string folder_path(const HostContext& context, const FolderSetting& folder) {
  if (folder.is_none()) return "";
  if (folder.is_url()) return folder.custom;
  if (folder.choice == kChoices[0]) return context.folder(CEL_FOLDER_INPUT);
  if (folder.choice == kChoices[2]) return context.folder(CEL_FOLDER_OUTPUT);
  std::string root = ".";
  if (folder.choice == kChoices[1]) root = context.folder(CEL_FOLDER_INPUT);
  if (folder.choice == kChoices[3]) root = context.folder(CEL_FOLDER_OUTPUT);
  std::string path = join_path(root, replaced(folder.custom, "\\\\", "\\"));
  if (path.empty()) path = ".";
  const std::string absolute = std::filesystem::absolute(path).lexically_normal().string();
  return absolute.size() > 1 && absolute.ends_with('/') ? absolute.substr(0, absolute.size() - 1) : absolute;
}

}  // namespace cellerate::modules
