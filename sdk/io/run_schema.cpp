/// Which table and column of the run database holds which feature.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/run_schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sdk/io/sqlite.hpp"

namespace cellerate {
namespace {

/// SQLite ignores the case of ASCII letters, and of no others.
std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  return text;
}

/// `name`, or with the first suffix that makes it free.
std::string free_name(const std::string& name, const std::set<std::string>& taken) {
  std::string candidate = name;
  for (int suffix = 2; taken.contains(lower_case(candidate)); ++suffix)
    candidate = name + "_" + std::to_string(suffix);
  return candidate;
}

/// SQLite keeps names that start so for itself.
std::string table_name(const std::string& object) {
  return lower_case(object).starts_with("sqlite_") ? "_" + object : object;
}

}  // namespace

std::string RunTable::definition(const RunColumn& column) {
  return sqlite::quoted(column.name) + (column.is_text() ? " TEXT" : " REAL");
}

std::string RunTable::create_statement() const {
  std::string sql =
      "CREATE TABLE " + sqlite::quoted(name) + "(TableNumber INTEGER NOT NULL, ImageNumber INTEGER NOT NULL";
  if (!is_image()) sql += ", ObjectNumber INTEGER NOT NULL";
  for (const auto& column : columns) sql += ", " + definition(column);
  // Without a rowid the rows lie in the order of the key, in whatever order image sets are done.
  return sql + ", PRIMARY KEY(" + key_names() + ")) WITHOUT ROWID";
}

RunSchema::RunSchema() : taken_tables_{"features", "relationships", "experiment", "progress", "unmeasured"} {
  add_object("Image");
}

const std::vector<std::size_t>& RunSchema::tables_of(const std::string& object) const {
  static const std::vector<std::size_t> none;
  const auto found = objects_.find(object);
  return found == objects_.end() ? none : found->second;
}

void RunSchema::add_object(const std::string& object) {
  if (!objects_.contains(object)) add_table(object, free_name(table_name(object), taken_tables_));
}

std::size_t RunSchema::add_table(const std::string& object, const std::string& name) {
  taken_tables_.insert(lower_case(name));
  tables_.push_back({object, name, {}});
  taken_columns_.push_back({"tablenumber", "imagenumber"});
  if (!tables_.back().is_image()) taken_columns_.back().insert("objectnumber");
  objects_[object].push_back(tables_.size() - 1);
  return tables_.size() - 1;
}

std::size_t RunSchema::add(const DeclaredColumn& column) {
  add_object(column.object);
  std::size_t number = tables_of(column.object).back();
  if (tables_[number].key_count() + tables_[number].columns.size() >= kMaxColumns) {
    const std::string next =
        table_name(column.object) + "_" + std::to_string(tables_of(column.object).size() + 1);
    number = add_table(column.object, free_name(next, taken_tables_));
  }
  const std::string wanted =
      tables_[number].is_image() ? column.feature : column.object + "_" + column.feature;
  place(number, column, free_name(wanted, taken_columns_[number]));
  return number;
}

void RunSchema::restore(const DeclaredColumn& column, const std::string& table, const std::string& name) {
  const auto found =
      std::find_if(tables_.begin(), tables_.end(), [&](const RunTable& t) { return t.name == table; });
  place(found == tables_.end() ? add_table(column.object, table) : found - tables_.begin(), column, name);
}

void RunSchema::place(std::size_t table, const DeclaredColumn& column, const std::string& name) {
  tables_[table].columns.push_back({column.feature, name, column.type, column.module_number, column.module});
  taken_columns_[table].insert(lower_case(name));
  places_.insert({column.object, column.feature});
}

std::int32_t wider_type(std::optional<std::int32_t> type, const Measurement& measurement) {
  const auto is_nan = [](double value) { return std::isnan(value); };
  const bool only_nan =
      measurement.texts.empty() && std::all_of(measurement.values.begin(), measurement.values.end(), is_nan);
  const std::int32_t other = only_nan ? CEL_VALUE_INTEGER : measurement.type;
  constexpr std::array widest_first = {CEL_VALUE_TEXT, CEL_VALUE_BLOB, CEL_VALUE_F64, CEL_VALUE_F32,
                                       CEL_VALUE_INTEGER};
  return *std::find_if(widest_first.begin(), widest_first.end(),
                       [&](int t) { return t == other || t == type; });
}

std::vector<CatalogRow> read_catalog(sqlite::Connection& database) {
  auto rows = database.prepare(
      "SELECT object, feature, table_name, column_name, module_number, module, type, value_type FROM "
      "Features "
      "ORDER BY rowid");
  std::vector<CatalogRow> catalog;
  while (rows.step()) {
    CatalogRow row;
    row.column.object = rows.text(0);
    row.column.feature = rows.text(1);
    row.table = rows.text(2);
    row.name = rows.text(3);
    row.column.module_number = static_cast<int>(rows.integer(4));
    row.column.module = rows.text(5);
    row.column.type = static_cast<std::int32_t>(rows.integer(6));
    if (!rows.is_null(7)) row.value_type = static_cast<std::int32_t>(rows.integer(7));
    catalog.push_back(std::move(row));
  }
  return catalog;
}

}  // namespace cellerate
