/// The file list of a project as CellProfiler 2.1 to 4 store it: one HDF5 group a scheme and a folder.
///
/// Source: cellprofiler_core 4.2.8 utilities/hdf5_dict.py, HDF5FileList.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate {

/// Names as they are stored: escaped.
struct FolderNode {
  std::map<std::string, FolderNode> folders;
  std::set<std::string> files;  ///< not escaped
};

/// A folder's name as the name of a group: `\` and two hex digits for most signs other than letters and
/// digits.
std::string encode_group_name(std::string_view name);
std::string decode_group_name(std::string_view name);
/// The URL of a folder inside of another: the first one keeps its leading slashes in its name.
std::string folder_url(std::string_view parent_url, std::string_view decoded_name);

/// A tree whose URLs, read back in its order, are the list; nothing if no tree can hold it.
std::optional<FolderNode> make_folder_tree(const std::vector<std::string>& urls);

}  // namespace cellerate
