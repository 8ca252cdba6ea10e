/// The image files of a run: walked from a folder, listed in a file, or stored in a project.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/data/image_set_table.hpp"

namespace cellerate {

/// Every regular file below the folder, sorted by path. @throws InputError if it cannot be walked
std::vector<FilePlane> files_below(const std::filesystem::path& folder);
/// One path or URL a line; blank lines are left out. @throws InputError if it cannot be read
std::vector<FilePlane> files_in_list(const std::filesystem::path& list);
std::vector<FilePlane> files_of_urls(const std::vector<std::string>& urls);

}  // namespace cellerate
