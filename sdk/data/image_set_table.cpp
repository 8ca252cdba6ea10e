// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/data/image_set_table.hpp"

#include <algorithm>

namespace cellerate {

void ImageSetTable::assign_groups(bool renumber) {
  const auto key = [&](const ImageSetRow& row) {
    std::vector<std::string> values;
    for (const auto& name : grouping) {
      const auto found = row.metadata.find(name);
      values.push_back(found == row.metadata.end() ? std::string() : found->second);
    }
    return values;
  };
  std::map<std::vector<std::string>, std::vector<ImageSetRow*>> groups;
  for (auto& row : rows) groups[key(row)].push_back(&row);
  std::int64_t group_number = 0, number = 0;
  for (auto& [values, members] : groups) {
    ++group_number;
    std::int64_t index = 0;
    for (ImageSetRow* row : members) {
      row->group_number = group_number;
      row->group_index = ++index;
      row->group_length = static_cast<std::int64_t>(members.size());
      if (renumber) row->number = ++number;
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const ImageSetRow& a, const ImageSetRow& b) {
    return std::pair(a.group_number, a.number) < std::pair(b.group_number, b.number);
  });
}

}  // namespace cellerate
