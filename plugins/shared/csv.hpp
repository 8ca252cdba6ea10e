/// Reading of CSV files in the dialect of Python's csv module ("excel"): commas, double quotes, any line end.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace cellerate::modules {

class CsvReader {
 public:
  /// Leaves out a byte order mark. @throws std::runtime_error if the file cannot be opened.
  explicit CsvReader(const std::filesystem::path& file);

  /// Reads the next record; an empty line is a record without fields. False at the end of the file.
  bool next(std::vector<std::string>& fields);
  /// Line where the last record began, from 1.
  int line() const { return record_line_; }

 private:
  void skip_line_feed();

  std::ifstream in_;
  int line_ = 1, record_line_ = 0;
};

}  // namespace cellerate::modules
