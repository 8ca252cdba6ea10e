/// Folder settings: "Elsewhere...|/data", "Default Input Folder sub-folder|plate1" (CellProfiler's
/// Directory).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>

namespace cellerate::modules {

struct FolderSetting {
  std::string choice, custom;
  /// Splits at the first '|'; the names of older versions become today's.
  explicit FolderSetting(std::string_view value);
  bool is_url() const { return choice == "URL"; }
  bool is_none() const { return choice == "None"; }
};

/// One setting of what old revisions kept as a choice and a path, which for a custom folder said with its
/// first character below which folder it lay.
std::string joined_folder(std::string choice, std::string path, const char* below_dot,
                          const char* below_ampersand);

/// What is wrong with the choice of a folder, or "".
std::string folder_fault(std::string_view value);
/// The folder on this machine; "" for "None", the URL for "URL".
std::string folder_path(const HostContext& context, const FolderSetting& folder);
/// CellProfiler's os.path.join: an absolute second part stands alone.
std::string join_path(const std::string& folder, const std::string& name);

}  // namespace cellerate::modules
