/// Which table and column of the run database holds which feature.
///
/// SQLite takes 2,000 columns a table and ignores the case of names: what is over goes on in <Object>_2,
/// <Object>_3, ... with the same keys and rows; a name that is taken gets a suffix.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sdk/data/measurements.hpp"

namespace cellerate {

namespace sqlite {
class Connection;
}

/// Its features have no table of their own: they are rows of Experiment(key, value).
inline constexpr const char* kExperiment = "Experiment";

/// A feature and its place.
struct RunColumn {
  std::string feature, name;
  std::int32_t type = CEL_VALUE_F64;
  int module_number = 0;
  std::string module;
  bool is_text() const { return type == CEL_VALUE_TEXT || type == CEL_VALUE_BLOB; }
};

/// A table of measurements: keys, then features.
struct RunTable {
  std::string object, name;
  std::vector<RunColumn> columns;

  bool is_image() const { return object == "Image"; }
  std::size_t key_count() const { return is_image() ? 2 : 3; }
  /// The key columns, for a list in SQL.
  const char* key_names() const {
    return is_image() ? "TableNumber, ImageNumber" : "TableNumber, ImageNumber, ObjectNumber";
  }
  /// The SQL that makes it.
  std::string create_statement() const;
  /// The SQL of one feature's column: name and type.
  static std::string definition(const RunColumn& column);
};

/// Tables of measurements in the order of making, Image first.
class RunSchema {
 public:
  static constexpr std::size_t kMaxColumns = 2000;

  RunSchema();

  bool has(const std::string& object, const std::string& feature) const {
    return places_.contains({object, feature});
  }
  bool has_object(const std::string& object) const { return objects_.contains(object); }
  /// Names the first table of an object set, so that no further table takes its name; does nothing if it has
  /// one.
  void add_object(const std::string& object);
  /// Puts a feature that has no place behind the last of its object set.
  /// @return number of its table, which may be new.
  std::size_t add(const DeclaredColumn& column);
  /// Puts a feature where the catalog of a database says it is.
  void restore(const DeclaredColumn& column, const std::string& table, const std::string& name);

  const std::vector<RunTable>& tables() const { return tables_; }
  /// Numbers of the tables of an object set; none if it is not known.
  const std::vector<std::size_t>& tables_of(const std::string& object) const;
  /// Object sets (and Image) with their tables.
  const std::map<std::string, std::vector<std::size_t>>& objects() const { return objects_; }

 private:
  std::size_t add_table(const std::string& object, const std::string& name);
  void place(std::size_t table, const DeclaredColumn& column, const std::string& name);

  std::vector<RunTable> tables_;
  std::vector<std::set<std::string>> taken_columns_;  ///< by table, in lower case
  std::map<std::string, std::vector<std::size_t>> objects_;
  std::set<std::pair<std::string, std::string>> places_;
  std::set<std::string> taken_tables_;  ///< in lower case
};

/// A row of the table Features.
struct CatalogRow {
  DeclaredColumn column;
  std::string table, name;
  std::optional<std::int32_t> value_type;  ///< as measured, see wider_type(); none if nobody measured it yet
};

/// The type that holds the values of both. Modules may declare another type than they measure, and measure
/// whole numbers in one image set and others in the next; NaN alone says nothing of the type.
std::int32_t wider_type(std::optional<std::int32_t> type, const Measurement& measurement);

/// The catalog of a run database in the order of making.
std::vector<CatalogRow> read_catalog(sqlite::Connection& database);

}  // namespace cellerate
