/// LoadData's CSV file: its columns with the types that CellProfiler gives them, and its rows.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cellerate::modules::load_data {

struct TableColumn {
  std::string name;  ///< without the "Image_" before FileName_, PathName_ and the like
  int type = CEL_VALUE_INTEGER;
  int text_length = 0;  ///< longest value, in characters
};

/// Rows to read, counted from 1 after the header, blank lines too.
using RowRange = std::optional<Range<std::int64_t>>;

class DataTable {
 public:
  /// @throws std::runtime_error naming file and line.
  DataTable(const std::filesystem::path& file, const RowRange& range);

  const std::vector<TableColumn>& columns() const { return columns_; }
  const std::vector<std::vector<std::string>>& rows() const { return rows_; }
  /// Place of a column by name.
  std::optional<std::size_t> find(const std::string& name) const;
  /// Place of the column of one name that comes last with one of these beginnings and that name, as in
  /// FileName_DNA.
  std::optional<std::size_t> find(const std::string& category, const std::string& name) const {
    return find(category + "_" + name);
  }
  /// Images that FileName_, PathName_ and URL_ columns name, in their order.
  std::vector<std::string> image_names() const { return names({"FileName", "PathName", "URL"}); }
  /// The same of ObjectsFileName_, ...
  std::vector<std::string> object_names() const {
    return names({"ObjectsFileName", "ObjectsPathName", "ObjectsURL"});
  }

 private:
  std::vector<std::string> names(const std::vector<std::string>& categories) const;
  void add_well_column();

  std::vector<TableColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace cellerate::modules::load_data
