/// A whole file in memory, read once: for its digest and for its decoder.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <span>

#include "sdk/io/byte_buffer.hpp"

namespace cellerate {

struct FileBytes {
  std::filesystem::path path;  ///< what errors name; its extension never decides how the bytes are decoded
  ByteBuffer bytes;

  std::span<const std::byte> span() const { return bytes.span(); }
};

/// @throws ImageError if the file cannot be opened or read, or is no regular file
FileBytes read_file_bytes(const std::filesystem::path& path);

}  // namespace cellerate
