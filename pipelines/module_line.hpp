/// The line that opens a module in the text format: `Name:[attribute:value|attribute:value...]`.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

#include "pipelines/model.hpp"

namespace cellerate {

/// Fills name and attributes of a module from a line of that format version. @throws std::invalid_argument
ModuleEntry parse_module_line(std::string_view line, int version);
/// The line in version 5. @throws std::invalid_argument where the module's name or batch state does not fit
/// in one
std::string module_line(const ModuleEntry& module);
/// Runs of white space as single blanks: numpy broke the lines of batch states, which no line of text can
/// hold.
std::string in_one_line(std::string_view text);

}  // namespace cellerate
