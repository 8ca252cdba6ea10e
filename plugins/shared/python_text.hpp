/// Numbers as Python's str() prints them, NumPy's scalars included: what CellProfiler's exports consist of.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cellerate::modules {

/// Shortest text that reads back as the same number of its type: 0.1, 1e-05, 1e+16, nan, -inf; whole numbers
/// plain. Takes no memory beside itself: tables are full of them.
class PythonText {
 public:
  /// @param type CEL_VALUE_F64, CEL_VALUE_F32 or CEL_VALUE_INTEGER
  PythonText(double value, std::int32_t type);
  std::string_view view() const { return {text_, size_}; }

 private:
  void print(double value, bool single);
  void set_plain(std::string_view digits, int exponent);
  void append(std::string_view text);
  void append(std::size_t n, char c);

  char text_[48];  // longer than any: sign, 17 digits, point, and up to 15 zeros or an exponent
  std::size_t size_ = 0;
};

inline std::string python_text(double value, std::int32_t type) {
  return std::string(PythonText(value, type).view());
}

}  // namespace cellerate::modules
