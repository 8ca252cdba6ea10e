/// Digits with single underscores between them, then the standard library's parser.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/python_number.hpp"

#include <cctype>
#include <charconv>
#include <cstdlib>
#include <string>

namespace cellerate::modules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Without blanks, a plus sign and the underscores between digits; nothing if an underscore stands elsewhere.
std::optional<std::string> plain(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f\v";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) return std::nullopt;
  }
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      result += text[i];
      continue;
    }
    if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
      return std::nullopt;
  }
  return result;
}

}  // namespace

bool is_python_int(std::string_view text) {
  const auto digits = plain(text);
  if (!digits) return false;
  std::string_view rest = *digits;
  if (rest.starts_with('-')) rest.remove_prefix(1);
  if (rest.empty()) return false;
  for (const char c : rest)
    if (!is_digit(c)) return false;
  return true;
}

std::optional<std::int64_t> python_int(std::string_view text) {
  if (!is_python_int(text)) return std::nullopt;
  const std::string digits = *plain(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

std::optional<double> python_float(std::string_view text) {
  const auto number = plain(text);
  if (!number) return std::nullopt;
  const std::size_t first = number->starts_with('-') ? 1 : 0;
  if (number->size() == first) return std::nullopt;
  // from_chars also reads nan(...); Python does not.
  if (number->find('(') != std::string::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(number->data(), number->data() + number->size(), value);
  if (end != number->data() + number->size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::strtod(number->c_str(), nullptr);
  if (error != std::errc()) return std::nullopt;
  return value;
}

}  // namespace cellerate::modules
