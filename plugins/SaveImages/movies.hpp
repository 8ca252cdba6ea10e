/// Frames of movies and stacks until their group is done.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "sdk/io/raw_image.hpp"

namespace cellerate::modules::save_images {

/// The frames of each file, in the order of the group.
using Movies = std::map<std::filesystem::path, std::vector<RawImage>>;

/// The frames one after the other, as the planes of one image.
/// @throws std::invalid_argument if they differ in size, channels or type
RawImage joined(const std::filesystem::path& path, const std::vector<RawImage>& frames);

}  // namespace cellerate::modules::save_images
