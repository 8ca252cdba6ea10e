/// Shortest digits from the standard library, set as Python sets them.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/python_text.hpp"

#include <cellerate/plugin.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace cellerate::modules {

PythonText::PythonText(double value, std::int32_t type) {
  if (std::isnan(value))
    append("nan");
  else if (std::isinf(value))
    append(value < 0 ? "-inf" : "inf");
  else if (type == CEL_VALUE_INTEGER && value == std::trunc(value) && std::abs(value) < 0x1p63)
    size_ = std::to_chars(text_, text_ + sizeof text_, static_cast<std::int64_t>(value)).ptr - text_;
  else
    print(value, type == CEL_VALUE_F32);
}

void PythonText::print(double value, bool single) {
  char buffer[sizeof text_];
  char* const limit = buffer + sizeof buffer;
  constexpr auto kScientific = std::chars_format::scientific;  // -d.ddde-dd
  const char* const end = single ? std::to_chars(buffer, limit, static_cast<float>(value), kScientific).ptr
                                 : std::to_chars(buffer, limit, value, kScientific).ptr;
  // Exponents begin below 1e-4 and at 1e16; NumPy looks at the value, so that a float32 of 1e-4, which is
  // less, is 1e-04.
  const double size = std::abs(single ? static_cast<float>(value) : value);
  if (size != 0 && (size < 1e-4 || size >= 1e16)) return append({buffer, end});

  char* first = buffer;
  if (*first == '-') append({first++, 1});
  char* const mark = std::find(first, buffer + (end - buffer), 'e');
  int exponent = 0;
  std::from_chars(mark[1] == '+' ? mark + 2 : mark + 1, end, exponent);
  if (mark - first > 1) {  // the first digit takes the place of the point
    first[1] = first[0];
    ++first;
  }
  set_plain({first, mark}, exponent);
}

void PythonText::set_plain(std::string_view digits, int exponent) {
  if (exponent < 0) {
    append("0.");
    append(-exponent - 1, '0');
    return append(digits);
  }
  const std::size_t whole = exponent + 1;
  append(digits.substr(0, whole));
  if (digits.size() > whole) {
    append(".");
    append(digits.substr(whole));
  } else {
    append(whole - digits.size(), '0');
    append(".0");
  }
}

void PythonText::append(std::string_view text) {
  std::copy(text.begin(), text.end(), text_ + size_);
  size_ += text.size();
}

void PythonText::append(std::size_t n, char c) {
  std::fill_n(text_ + size_, n, c);
  size_ += n;
}

}  // namespace cellerate::modules
