/// The few Python literals that module lines hold: strings and lists of strings.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/python_literal.hpp"

#include <cstdio>
#include <stdexcept>

#include "pipelines/escapes.hpp"
#include "pipelines/unicode.hpp"

namespace cellerate {
namespace {

/// The position of the quote that ends the string opened at `start`, or npos.
std::size_t closing_quote(std::string_view text, std::size_t start) {
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == text[start])
      return i;
  }
  return std::string_view::npos;
}

bool is_quote(char c) { return c == '\'' || c == '"'; }

/// Reads the string at `position` and moves behind it.
std::string take_string(std::string_view text, std::size_t& position, PythonVersion python) {
  bool unicode = python == PythonVersion::Three;
  if (position < text.size() && (text[position] == 'u' || text[position] == 'b')) {
    unicode = text[position] == 'u';
    ++position;
  }
  if (position >= text.size() || !is_quote(text[position]))
    throw std::invalid_argument("a quoted text is expected");
  const std::size_t end = closing_quote(text, position);
  if (end == text.npos) throw std::invalid_argument("a quoted text is not closed");
  const std::string_view inner = text.substr(position + 1, end - position - 1);
  position = end + 1;
  return utf8_or_latin1(unescape(inner, unicode ? EscapeUnit::Character : EscapeUnit::Byte));
}

void skip_blanks(std::string_view text, std::size_t& position) {
  while (position < text.size() &&
         (text[position] == ' ' || text[position] == '\n' || text[position] == '\t'))
    ++position;
}

/// Characters that repr() of Python 3 escapes, and the other white space of Unicode.
bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

void append_character(std::string& out, char32_t c, char quote) {
  if (c == '\n')
    out += "\\n";
  else if (c == '\r')
    out += "\\r";
  else if (c == '\t')
    out += "\\t";
  else if (c == '\\' || c == static_cast<char32_t>(quote))
    (out += '\\') += static_cast<char>(c);
  else if (is_invisible(c)) {
    char escape[7];
    std::snprintf(escape, sizeof escape, c < 0x100 ? "\\x%02x" : "\\u%04x",
                  static_cast<unsigned>(c & 0xFFFF));
    out += escape;
  } else
    append_utf8(out, c);
}

}  // namespace

std::string parse_python_string(std::string_view literal, PythonVersion python) {
  std::size_t position = 0;
  std::string text = take_string(literal, position, python);
  if (position != literal.size()) throw std::invalid_argument("there is more behind a quoted text");
  return text;
}

std::vector<std::string> parse_python_list(std::string_view literal, PythonVersion python) {
  if (!literal.starts_with('[')) throw std::invalid_argument("a list is expected");
  std::vector<std::string> list;
  std::size_t position = 1;
  for (skip_blanks(literal, position); position < literal.size() && literal[position] != ']';) {
    list.push_back(take_string(literal, position, python));
    skip_blanks(literal, position);
    if (position < literal.size() && literal[position] == ',') ++position;
    skip_blanks(literal, position);
  }
  if (position + 1 != literal.size()) throw std::invalid_argument("a list is not closed at its end");
  return list;
}

std::size_t find_outside_literals(std::string_view text, std::size_t start, char stop) {
  int depth = 0;
  for (std::size_t i = start; i < text.size(); ++i) {
    const char c = text[i];
    if (c == stop && depth == 0) return i;
    if (is_quote(c)) {
      i = closing_quote(text, i);
      if (i == text.npos) return text.npos;
    } else if (c == '[' || c == '(') {
      ++depth;
    } else if (c == ']' || c == ')') {
      --depth;
    }
  }
  return depth == 0 ? text.size() : text.npos;
}

std::string python_repr(std::string_view text) {
  const bool double_quotes = text.find('\'') != text.npos && text.find('"') == text.npos;
  const char quote = double_quotes ? '"' : '\'';
  std::string out(1, quote);
  for (std::size_t i = 0; i < text.size();) append_character(out, next_code_point(text, i), quote);
  return out += quote;
}

std::string python_repr(const std::vector<std::string>& list) {
  std::string out = "[";
  for (const std::string& text : list) {
    if (out.size() > 1) out += ", ";
    out += python_repr(text);
  }
  return out += ']';
}

}  // namespace cellerate
