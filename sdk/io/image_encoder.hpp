/// What the writers of all image formats share.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "sdk/io/image_writer.hpp"

namespace cellerate {

/// @throws ImageError for an image of no size
void require_pixels(const std::filesystem::path& path, const PixelView& image);

/// Writes a whole file under a temporary name, then renames. @throws ImageError
void write_bytes(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// The lengths of the axes as Python prints them; depth and channels only if above one.
std::string shape_text(const PixelView& image);

}  // namespace cellerate
