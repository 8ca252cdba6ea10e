/// Where SaveImages puts a file: CellProfiler's get_filename.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstdint>
#include <filesystem>

#include "plugins/SaveImages/save_images_settings.hpp"

namespace cellerate::modules::save_images {

/// The absolute path of this image set's file.
/// @param image_sets of the run; sequential numbers have at least as many digits as it
/// @throws std::invalid_argument if metadata or the source's folder lead out of the chosen folder
std::filesystem::path output_path(const Settings& settings, const ImageSet& images, std::uint64_t image_sets);

}  // namespace cellerate::modules::save_images
