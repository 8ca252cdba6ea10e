/// Where the files of an image are, row by row: FileName_, PathName_ and URL_ columns and what follows from
/// them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

#include "plugins/LoadData/data_table.hpp"

namespace cellerate::modules::load_data {

/// Columns of one image or object set; `prefix` is "" or "Objects".
class FileColumns {
 public:
  /// @throws std::runtime_error if the table has a path but neither file name nor URL.
  FileColumns(const DataTable& table, const std::string& prefix, const std::string& name,
              const std::string& base_folder);

  struct File {
    std::string url, path_name, file_name;
    Plane plane;
  };
  File file(const std::vector<std::string>& row) const;

 private:
  int number(const std::vector<std::string>& row, std::optional<std::size_t> column) const;

  std::string name_, base_folder_;
  std::optional<std::size_t> url_, path_name_, file_name_, series_, frame_;
};

}  // namespace cellerate::modules::load_data
