// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/name_list.hpp"

#include <algorithm>
#include <set>

namespace cellerate::modules {

void check_names(Declaration& declaration, const std::vector<std::string>& names, std::string_view setting) {
  if (names.empty()) declaration.fault(setting, "nothing is selected");
  for (auto name = names.begin(); name != names.end(); ++name)
    if (std::count(names.begin(), name, *name))
      declaration.fault(setting, "'" + *name + "' is selected twice");
}

std::string joined_names(const std::vector<std::string>& values, std::size_t begin, std::size_t end) {
  std::set<std::string> seen = {"None"};
  std::string names;
  for (std::size_t i = begin; i < end; ++i)
    if (seen.insert(values[i]).second) names += (names.empty() ? "" : ", ") + values[i];
  return names;
}

}  // namespace cellerate::modules
