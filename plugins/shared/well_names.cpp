/// The keys that CellProfiler knows, in any case.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/well_names.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>

namespace cellerate::modules {
namespace {

bool is_one_of(std::string key, std::initializer_list<const char*> keys) {
  std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

bool is_well_key(const std::string& key) { return is_one_of(key, {"well"}); }

bool is_well_row_key(const std::string& key) { return is_one_of(key, {"wellrow", "well_row", "row"}); }

bool is_well_column_key(const std::string& key) {
  return is_one_of(key, {"wellcol", "well_col", "wellcolumn", "well_column", "column", "col"});
}

bool names_well_row_and_column(const std::vector<std::string>& keys) {
  return std::any_of(keys.begin(), keys.end(), is_well_row_key) &&
         std::any_of(keys.begin(), keys.end(), is_well_column_key);
}

void add_well(std::map<std::string, std::string>& values) {
  std::string row, column;
  for (const auto& [key, value] : values) {
    if (is_well_key(key)) return;
    if (is_well_row_key(key)) row = value;
    if (is_well_column_key(key)) column = value;
  }
  if (row.empty() || column.empty()) return;
  const bool digits = std::all_of(row.begin(), row.end(), [](unsigned char c) { return std::isdigit(c); });
  if (digits && row.size() < 4)
    if (const int number = std::stoi(row); number > 0 && number <= 24)
      row = std::string(1, static_cast<char>('A' + number - 1));
  values["Well"] = row + column;
}

}  // namespace cellerate::modules
