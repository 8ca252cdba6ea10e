/// The image files of a run: walked from a folder, listed in a file, or stored in a project.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/data/image_set_table.hpp"

namespace cellerate {

/// "file:/data/my%20image.tif", as CellProfiler writes it.
std::string url_of(const std::filesystem::path& file);
/// The path that a file: URL (or a plain path) stands for; other URLs stay as they are.
std::string path_of(const std::string& url);

/// Every regular file below the folder, sorted by path. @throws InputError if it cannot be walked
std::vector<FilePlane> files_below(const std::filesystem::path& folder);
/// One path or URL a line; blank lines are left out. @throws InputError if it cannot be read
std::vector<FilePlane> files_in_list(const std::filesystem::path& list);
std::vector<FilePlane> files_of_urls(const std::vector<std::string>& urls);

}  // namespace cellerate
