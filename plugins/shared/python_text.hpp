/// Numbers as Python's str() prints them, NumPy's scalars included: what CellProfiler's exports consist of.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>

namespace cellerate::modules {

/// Shortest text that reads back as the same number of its type: 0.1, 1e-05, 1e+16, nan, -inf; whole numbers
/// plain.
/// @param type CEL_VALUE_F64, CEL_VALUE_F32 or CEL_VALUE_INTEGER
std::string python_text(double value, std::int32_t type);

}  // namespace cellerate::modules
