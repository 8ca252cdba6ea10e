/// Which files of a folder are which image of the image sets.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugins/LoadImages/load_images_settings.hpp"
#include "plugins/shared/plane_names.hpp"

namespace cellerate::modules::load_images {

struct File {
  Plane plane;
  PlaneNames names;
  std::map<std::string, std::string> metadata;  ///< without keys that the names do not give
};

/// The first image that the name belongs to by its text; nothing for files that are excluded or no images.
std::optional<std::size_t> image_of_name(const Settings& settings, const std::string& file_name);

/// The files of each image, in the order of their paths.
/// @throws std::runtime_error if the folder cannot be searched or has no such file
std::vector<std::vector<File>> search_files(const Settings& settings, const std::filesystem::path& folder);

}  // namespace cellerate::modules::load_images
