/// Which files make an image set: those with equal metadata, or those with the same number.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "plugins/LoadImages/file_search.hpp"

namespace cellerate::modules::load_images {

/// For each image set the number of each image's file; and what is missing or there twice.
struct Matches {
  std::vector<std::vector<std::size_t>> image_sets;
  std::vector<std::string> problems;
};

/// @throws std::runtime_error if images that go by their order differ in the number of files
Matches match_files(const Settings& settings, const std::vector<std::vector<File>>& files);

}  // namespace cellerate::modules::load_images
