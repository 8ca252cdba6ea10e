/// MD5 of bytes, for the MD5Digest_<image> column. Source: RFC 1321. Not for security.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace cellerate {

/// 32 lower-case hexadecimal digits.
std::string md5(std::span<const std::byte> bytes);
/// @throws ImageError if the file cannot be read
std::string md5_of_file(const std::filesystem::path& path);

}  // namespace cellerate
