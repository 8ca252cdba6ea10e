/// Shortest digits from the standard library, set as Python sets them.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/python_text.hpp"

#include <cellerate/plugin.h>

#include <charconv>
#include <cmath>

namespace cellerate::modules {
namespace {

/// A number as d.ddd x 10^exponent.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

template <class T>
Decimal shortest(T value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
  Decimal decimal;
  const char* p = buffer;
  if (*p == '-') decimal.negative = true, ++p;
  for (; *p != 'e'; ++p)
    if (*p != '.') decimal.digits += *p;
  ++p;
  if (*p == '+') ++p;
  std::from_chars(p, end, decimal.exponent);
  return decimal;
}

std::string with_exponent(const Decimal& d) {
  std::string text = d.digits.substr(0, 1);
  if (d.digits.size() > 1) text += "." + d.digits.substr(1);
  const std::string power = std::to_string(std::abs(d.exponent));
  return text + (d.exponent < 0 ? "e-" : "e+") + (power.size() < 2 ? "0" : "") + power;
}

std::string plain(const Decimal& d) {
  if (d.exponent < 0) return "0." + std::string(-d.exponent - 1, '0') + d.digits;
  const std::size_t whole = d.exponent + 1;
  if (d.digits.size() <= whole) return d.digits + std::string(whole - d.digits.size(), '0') + ".0";
  return d.digits.substr(0, whole) + "." + d.digits.substr(whole);
}

}  // namespace

std::string python_text(double value, std::int32_t type) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  if (type == CEL_VALUE_INTEGER && value == std::trunc(value) && std::abs(value) < 0x1p63)
    return std::to_string(static_cast<std::int64_t>(value));
  const bool single = type == CEL_VALUE_F32;
  const Decimal decimal = single ? shortest(static_cast<float>(value)) : shortest(value);
  // Exponents begin below 1e-4 and at 1e16; NumPy looks at the value, so that a float32 of 1e-4, which is
  // less, is 1e-04.
  const double size = std::abs(single ? static_cast<float>(value) : value);
  const std::string text =
      size != 0 && (size < 1e-4 || size >= 1e16) ? with_exponent(decimal) : plain(decimal);
  return decimal.negative ? "-" + text : text;
}

}  // namespace cellerate::modules
