/// From an image of the pipeline to the samples of a file, and the file.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <filesystem>

#include "plugins/SaveImages/save_images_settings.hpp"
#include "sdk/io/raw_image.hpp"

namespace cellerate::modules::save_images {

/// The image, its mask or its cropping as the settings' file has it, on the host.
/// @throws std::invalid_argument if intensities lie outside -1 ... 1 and the file holds integers
RawImage saved_pixels(const Settings& settings, Queue& queue, const Image& image);

/// Makes the folder and writes the file; an older one is replaced.
/// @param stack pages are channels
void write_file(const Settings& settings, const std::filesystem::path& path, const RawImage& pixels,
                bool stack);

}  // namespace cellerate::modules::save_images
