/// Metadata keys that stand for a well, its row and its column.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <string>
#include <vector>

namespace cellerate::modules {

bool is_well_key(const std::string& key);
bool is_well_row_key(const std::string& key);
bool is_well_column_key(const std::string& key);
/// Whether both a row's and a column's key are among them.
bool names_well_row_and_column(const std::vector<std::string>& keys);
/// Well of row and column where the metadata have both and no well; a row's number 1 to 24 becomes its
/// letter.
void add_well(std::map<std::string, std::string>& values);

}  // namespace cellerate::modules
