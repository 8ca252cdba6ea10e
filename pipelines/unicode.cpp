/// UTF-8 as the pipeline formats need it.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/unicode.hpp"

#include <optional>
#include <stdexcept>

namespace cellerate {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

struct Decoded {
  char32_t code_point;
  std::size_t length;
};

/// The well-formed UTF-8 sequence at `position`, if there is one.
std::optional<Decoded> decode(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return Decoded{lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || position + length > text.size()) return std::nullopt;
  char32_t c = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
    c = (c << 6) | (byte(i) & 0x3Fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < kSmallest[length] || c > 0x10FFFF || is_surrogate(c)) return std::nullopt;
  return Decoded{c, length};
}

/// str.isspace() of Python for one character.
bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace

void append_utf8(std::string& text, char32_t c) {
  if (is_surrogate(c) || c > 0x10FFFF) c = kReplacement;
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto decoded =
      decode(text, position).value_or(Decoded{static_cast<unsigned char>(text[position]), 1});
  position += decoded.length;
  return decoded.code_point;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto decoded = decode(text, i);
    if (!decoded) return false;
    i += decoded->length;
  }
  return true;
}

std::string utf8_or_latin1(std::string text) {
  if (is_utf8(text)) return text;
  std::string converted;
  for (const char byte : text) append_utf8(converted, static_cast<unsigned char>(byte));
  return converted;
}

std::string utf8_from_utf16le(std::string_view bytes) {
  if (bytes.size() % 2 != 0)
    throw std::invalid_argument("a UTF-16 value is cut in the middle of a character");
  const auto unit = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(bytes[i]) |
                                 static_cast<unsigned>(static_cast<unsigned char>(bytes[i + 1])) << 8);
  };
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    char32_t c = unit(i);
    const bool high = c >= 0xD800 && c <= 0xDBFF;
    if (high && i + 2 < bytes.size() && (unit(i + 2) & 0xFC00) == 0xDC00) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    }
    append_utf8(text, c);
  }
  return text;
}

std::string_view strip(std::string_view text) {
  for (std::size_t next = 0; !text.empty(); next = 0) {
    if (!is_space(next_code_point(text, next))) break;
    text.remove_prefix(next);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    std::size_t next = start;
    if (!is_space(next_code_point(text, next)) || next != text.size()) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

}  // namespace cellerate
