/// Tables as Python's csv.writer writes them (dialect "excel").
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/io/atomic_file.hpp"

namespace cellerate::modules {

/// A file that is there when it is committed, or not at all.
class CsvWriter {
 public:
  /// Makes the folder. @throws std::runtime_error if the file can't be written
  CsvWriter(const std::filesystem::path& path, char delimiter);
  void row(const std::vector<std::string>& fields);
  /// A row field by field, and its end.
  void field(std::string_view text);
  void end_row();
  /// @throws std::runtime_error if anything could not be written
  void commit();

 private:
  std::filesystem::path path_;
  AtomicFile file_;
  std::ofstream stream_;
  char delimiter_;
  std::string line_;
  std::size_t fields_ = 0;  ///< of the line so far
};

}  // namespace cellerate::modules
