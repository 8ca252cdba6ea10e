/// Names of features as names of database columns (CellProfiler's ColumnNameMapping): only letters, digits, _
/// and $, and not longer than a limit. What a name becomes depends on all the others.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace cellerate::modules::database {

class ColumnNames {
 public:
  /// @param features all names
  ColumnNames(const std::set<std::string>& features, std::size_t longest);
  /// The column of one of them.
  const std::string& operator[](const std::string& feature) const { return columns_.at(feature); }

 private:
  std::string shorten(const std::string& name) const;
  std::string delete_at_random(const std::string& name) const;

  std::size_t longest_;
  std::map<std::string, std::string> columns_;
  std::set<std::string> taken_;
};

}  // namespace cellerate::modules::database
