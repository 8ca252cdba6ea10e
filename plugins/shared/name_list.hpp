/// Settings that list names: what CellProfiler refuses, and how older revisions became lists.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// Faults of a list without names, and of names that are in it twice.
void check_names(Declaration& declaration, const std::vector<std::string>& names, std::string_view setting);

/// The names values[begin] ... values[end - 1] as one list setting, without "None" and without repetition.
/// CellProfiler's order is that of a Python set; here it is the file's.
std::string joined_names(const std::vector<std::string>& values, std::size_t begin, std::size_t end);

}  // namespace cellerate::modules
