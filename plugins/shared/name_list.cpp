// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/name_list.hpp"

#include <set>

namespace cellerate::modules {

std::string joined_names(const std::vector<std::string>& values, std::size_t begin, std::size_t end) {
  std::set<std::string> seen = {"None"};
  std::string names;
  for (std::size_t i = begin; i < end; ++i)
    if (seen.insert(values[i]).second) names += (names.empty() ? "" : ", ") + values[i];
  return names;
}

}  // namespace cellerate::modules
