/// Escapes of setting values and texts in each version of the text format.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/escapes.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <stdexcept>

#include "pipelines/unicode.hpp"

namespace cellerate {
namespace {

constexpr std::string_view kUtf16Mark = "\xFF\xFE";
constexpr std::string_view kLetters = "abfnrtv\\'\"";
constexpr std::string_view kLetterValues = "\a\b\f\n\r\t\v\\'\"";

bool is_octal(char c) { return c >= '0' && c <= '7'; }

/// The number of exactly `digits` digits at `position`.
std::uint32_t hex_number(std::string_view text, std::size_t position, std::size_t digits) {
  const std::string_view number = text.substr(std::min(position, text.size()), digits);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value, 16);
  if (number.size() != digits || error != std::errc() || end != number.data() + digits)
    throw std::invalid_argument("damaged escape \"\\" + std::string(text.substr(position - 1, digits + 1)) +
                                '"');
  return value;
}

void append_unit(std::string& out, std::uint32_t value, EscapeUnit unit) {
  if (unit == EscapeUnit::Byte)
    out += static_cast<char>(value);
  else
    append_utf8(out, value);
}

/// Undoes the escape whose letter stands at `position`; returns the position behind it.
std::size_t append_unescaped(std::string& out, std::string_view text, std::size_t position, EscapeUnit unit) {
  const char letter = text[position];
  if (const auto known = kLetters.find(letter); known != std::string_view::npos) {
    out += kLetterValues[known];
    return position + 1;
  }
  if (letter == 'x') {
    append_unit(out, hex_number(text, position + 1, 2), unit);
    return position + 3;
  }
  if (unit == EscapeUnit::Character && (letter == 'u' || letter == 'U')) {
    const std::size_t digits = letter == 'u' ? 4 : 8;
    append_utf8(out, hex_number(text, position + 1, digits));
    return position + 1 + digits;
  }
  if (is_octal(letter)) {
    std::uint32_t value = 0;
    std::size_t end = position;
    while (end < text.size() && end < position + 3 && is_octal(text[end]))
      value = value * 8 + (text[end++] - '0');
    append_unit(out, value, unit);
    return end;
  }
  out += '\\';
  out += letter;
  return position + 1;
}

void append_escape(std::string& out, char32_t c) {
  char escape[11];
  std::snprintf(escape, sizeof escape,
                c < 0x100     ? "\\x%02x"
                : c < 0x10000 ? "\\u%04x"
                              : "\\U%08x",
                static_cast<unsigned>(c));
  out += escape;
}

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\n\r\0", 3)) != text.npos;
}

}  // namespace

std::string unescape(std::string_view text, EscapeUnit unit) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\' || i + 1 == text.size())
      out += text[i++];
    else
      i = append_unescaped(out, text, i + 1, unit);
  }
  return out;
}

std::string decode_value(std::string_view raw, int version) {
  if (version >= 5) return std::string(raw);
  std::string bytes = unescape(raw, EscapeUnit::Byte);
  if (version == 2 || version == 3) bytes = unescape(bytes, EscapeUnit::Byte);
  if (version == 4 && bytes.starts_with(kUtf16Mark))
    return utf8_from_utf16le(std::string_view(bytes).substr(2));
  return utf8_or_latin1(std::move(bytes));
}

std::string decode_text(std::string_view raw, int version) {
  return version >= 5 ? std::string(raw) : utf8_or_latin1(unescape(raw, EscapeUnit::Byte));
}

bool value_needs_escapes(std::string_view value) {
  return has_line_break(value) || strip(value).end() != value.end();
}

bool text_needs_escapes(std::string_view text) {
  return has_line_break(text) || text.find(':') != text.npos || strip(text).begin() != text.begin();
}

bool looks_escaped(std::string_view text) {
  for (const std::string_view start : {"\\x", "\\u", "\\U"})
    if (text.find(start) != text.npos) return true;
  return false;
}

std::string escape_line_part(std::string_view text) {
  const std::string_view inner = strip(text);
  const std::size_t first =
      inner.empty() ? text.size() : static_cast<std::size_t>(inner.data() - text.data());
  const std::size_t last = first + inner.size();
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool inside = i >= first && i < last;
    const char32_t c = next_code_point(text, i);
    if (inside && c >= 0x20 && c < 0x7F && c != '\\' && c != ':')
      out += static_cast<char>(c);
    else
      append_escape(out, c);
  }
  return out;
}

std::string unescape_line_part(std::string_view text) {
  return looks_escaped(text) ? unescape(text, EscapeUnit::Character) : std::string(text);
}

}  // namespace cellerate
