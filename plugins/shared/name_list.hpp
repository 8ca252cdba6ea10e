/// Lists of names in older revisions of settings: one line a name, which became one line for all.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cellerate::modules {

/// The names values[begin] ... values[end - 1] as one list setting, without "None" and without repetition.
/// CellProfiler's order is that of a Python set; here it is the file's.
std::string joined_names(const std::vector<std::string>& values, std::size_t begin, std::size_t end);

}  // namespace cellerate::modules
