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

}  // namespace cellerate::modules
