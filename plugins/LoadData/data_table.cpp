/// A column is of whole numbers while all its cells are, then of numbers, then of texts; rows outside of the
/// range count for that as well.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/LoadData/data_table.hpp"

#include <algorithm>
#include <stdexcept>

#include "plugins/shared/csv.hpp"
#include "plugins/shared/python_number.hpp"
#include "plugins/shared/well_names.hpp"

namespace cellerate::modules::load_data {
namespace {

constexpr const char* kFileCategories[] = {"PathName",        "FileName",        "URL",
                                           "ObjectsFileName", "ObjectsPathName", "ObjectsURL"};

/// Image_FileName_DNA is FileName_DNA; other columns keep their "Image_".
std::string column_name(const std::string& header) {
  for (const char* category : kFileCategories)
    if (header.starts_with("Image_" + std::string(category) + "_")) return header.substr(6);
  return header;
}

bool starts_as_metadata(const std::string& column) { return column.starts_with("Metadata_"); }

/// Text before any cell was looked at: names of files, and the column of a well (01 is no 1).
bool is_text_column(const std::string& column) {
  for (const char* category : kFileCategories)
    if (column.starts_with(category)) return true;
  return starts_as_metadata(column) && is_well_column_key(detail::split(column, '_')[1]);
}

int cell_type(const std::string& cell) {
  if (is_python_int(cell)) {
    const auto value = python_int(cell);
    const bool fits = value && *value >= std::numeric_limits<std::int32_t>::min() &&
                      *value <= std::numeric_limits<std::int32_t>::max();
    return fits ? CEL_VALUE_INTEGER : CEL_VALUE_TEXT;
  }
  return python_float(cell) ? CEL_VALUE_F64 : CEL_VALUE_TEXT;
}

/// Type of a column that has been `type` so far and now has a cell of another.
int widened(int type, int cell) {
  if (type == CEL_VALUE_TEXT || cell == CEL_VALUE_TEXT) return CEL_VALUE_TEXT;
  return type == CEL_VALUE_F64 || cell == CEL_VALUE_F64 ? CEL_VALUE_F64 : CEL_VALUE_INTEGER;
}

int characters(const std::string& utf8) {
  return static_cast<int>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void look_at(TableColumn& column, const std::string& cell) {
  column.text_length = std::max(column.text_length, characters(cell));
  if (column.type != CEL_VALUE_TEXT) column.type = widened(column.type, cell_type(cell));
}

std::string joined(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields) text += (text.empty() ? "" : ",") + field;
  return text;
}

}  // namespace

DataTable::DataTable(const std::filesystem::path& file, const RowRange& range) {
  CsvReader reader(file);
  std::vector<std::string> fields;
  if (!reader.next(fields) || fields.empty()) throw std::runtime_error(file.string() + " has no header");
  for (const std::string& header : fields) {
    TableColumn column{column_name(header)};
    if (is_text_column(column.name)) column.type = CEL_VALUE_TEXT;
    columns_.push_back(column);
  }
  for (std::int64_t row = 1; reader.next(fields); ++row) {
    for (std::size_t i = 0; i < std::min(fields.size(), columns_.size()); ++i)
      look_at(columns_[i], fields[i]);
    if (fields.empty() || (range && (row < range->min || row > range->max))) continue;
    const bool too_long = range && fields.size() > columns_.size();
    if (fields.size() < columns_.size() || too_long)
      throw std::runtime_error(file.string() + ", line " + std::to_string(reader.line()) + ": " +
                               std::to_string(fields.size()) + " values, expected " +
                               std::to_string(columns_.size()) + ": " + joined(fields));
    fields.resize(columns_.size());
    rows_.push_back(fields);
  }
  add_well_column();
}

/// A well is made of its row and column where there is no column for it.
void DataTable::add_well_column() {
  std::optional<std::size_t> row_column, column_column;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!starts_as_metadata(columns_[i].name)) continue;
    const std::string key = columns_[i].name.substr(9);
    if (is_well_key(key)) return;
    if (is_well_row_key(key)) row_column = i;
    if (is_well_column_key(key)) column_column = i;
  }
  if (!row_column || !column_column) return;
  columns_.push_back({"Metadata_Well", CEL_VALUE_TEXT,
                      columns_[*row_column].text_length + columns_[*column_column].text_length});
  for (auto& row : rows_) row.push_back(row[*row_column] + row[*column_column]);
}

std::optional<std::size_t> DataTable::find(const std::string& name) const {
  for (std::size_t i = columns_.size(); i-- > 0;)
    if (columns_[i].name == name) return i;
  return std::nullopt;
}

std::vector<std::string> DataTable::names(const std::vector<std::string>& categories) const {
  std::vector<std::string> all;
  for (const TableColumn& column : columns_)
    for (const std::string& category : categories) {
      if (!column.name.starts_with(category + "_")) continue;
      const std::string name = column.name.substr(category.size() + 1);
      if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    }
  return all;
}

}  // namespace cellerate::modules::load_data
