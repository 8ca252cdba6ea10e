/// UTF-8 as the pipeline formats need it: code points, doubtful encodings, and Python's idea of white space.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cellerate {

/// Appends a code point; surrogates and values beyond Unicode become U+FFFD.
void append_utf8(std::string& text, char32_t code_point);
/// Decodes the code point at `position` and moves past it; a byte that is not UTF-8 stands for itself.
char32_t next_code_point(std::string_view text, std::size_t& position);
bool is_utf8(std::string_view text);
/// The text itself where it is UTF-8, else each byte taken as Latin-1.
std::string utf8_or_latin1(std::string text);
/// Text of UTF-16 units in little-endian order; a lone surrogate becomes U+FFFD. @throws
/// std::invalid_argument on an odd length
std::string utf8_from_utf16le(std::string_view bytes);
/// Without white space at both ends, as Python's str.strip().
std::string_view strip(std::string_view text);

}  // namespace cellerate
