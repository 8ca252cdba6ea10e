/// Numbers as Python's int() and float() read them from a table: blanks around, a sign, 1_000.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cellerate::modules {

/// Nothing if it is no whole number, or none of 64 bits.
std::optional<std::int64_t> python_int(std::string_view text);
/// Also nan, inf and infinity in any case.
std::optional<double> python_float(std::string_view text);
/// Whether int() takes the text, of whatever size the number is.
bool is_python_int(std::string_view text);

}  // namespace cellerate::modules
