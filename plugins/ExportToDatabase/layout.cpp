/// Tables and columns of the exported database.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ExportToDatabase/layout.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "sdk/io/sqlite.hpp"

namespace cellerate::modules::database {
namespace {

using sqlite::quoted;

constexpr const char* kObjectNumber = "Number_Object_Number";

bool is_ignored(const Settings& settings, const Column& column) {
  if (column.object == "Experiment" || settings.objects_choice == ObjectsChoice::kNone) return true;
  if (settings.objects_choice == ObjectsChoice::kSelect && column.object != "Image" &&
      std::find(settings.objects.begin(), settings.objects.end(), column.object) == settings.objects.end())
    return true;
  for (const char* prefix : {"Description_", "ModuleError_", "TimeElapsed_"})
    if (column.feature.starts_with(prefix)) return true;
  return false;
}

/// Image first, then the object sets; inside of one the object's number first; of what is declared twice the
/// last.
std::vector<Column> exported(const Settings& settings, const std::vector<Column>& declared) {
  std::vector<Column> columns;
  for (const Column& column : declared)
    if (!is_ignored(settings, column)) columns.push_back(column);
  const auto key = [](const Column& c) {
    return std::tuple<bool, const std::string&, bool, const std::string&>(
        c.object != "Image", c.object, c.feature != kObjectNumber, c.feature);
  };
  std::stable_sort(columns.begin(), columns.end(),
                   [&](const Column& a, const Column& b) { return key(a) < key(b); });
  std::vector<Column> last;
  for (Column& column : columns) {
    if (!last.empty() && key(last.back()) == key(column)) last.pop_back();
    last.push_back(std::move(column));
  }
  return last;
}

std::string aggregate_feature(Aggregate kind, const Column& column) {
  return std::string(aggregate_prefix(kind)) + "_" + column.object + "_" + column.feature;
}

/// All names together decide what each becomes.
std::set<std::string> all_names(const Settings& settings, const std::vector<Column>& columns) {
  std::set<std::string> names = {"ImageNumber", "ObjectNumber"};
  for (const Column& column : columns) {
    names.insert(column.object + "_" + column.feature);
    if (column.object == "Image") continue;
    for (const Aggregate kind : settings.aggregates()) names.insert(aggregate_feature(kind, column));
  }
  return names;
}

}  // namespace

std::string sql_type(const Column& column) {
  switch (column.type) {
    case CEL_VALUE_TEXT:
      return column.text_length ? "varchar(" + std::to_string(column.text_length) + ")" : "varchar";
    case CEL_VALUE_BLOB:
      return "longblob";
    case CEL_VALUE_INTEGER:
      return "integer";
    default:
      return "float";
  }
}

Layout::Layout(const Settings& settings, const std::vector<Column>& declared)
    : settings_(settings),
      columns_(exported(settings, declared)),
      names_(all_names(settings, columns_), static_cast<std::size_t>(settings.longest_name)) {
  std::set<std::string> objects, experiment;
  for (const Column& column : columns_)
    if (column.object != "Image") objects.insert(column.object);
  objects_.assign(objects.begin(), objects.end());
  for (const Column& column : declared)
    if (column.object == "Experiment" && experiment.insert(column.feature).second)
      experiment_.push_back(column);
  for (const Column& column : columns_) {
    // Times are of images only.
    if (column.object == "Image" || !is_aggregated(column.feature) ||
        column.feature.starts_with("ExecutionTime_"))
      continue;
    for (const Aggregate kind : settings.aggregates())
      aggregates_.push_back({kind, column.object, column.feature, names_[aggregate_feature(kind, column)]});
  }
}

std::vector<Column> Layout::columns(const std::string& object) const {
  std::vector<Column> columns;
  for (const Column& column : columns_)
    if (column.object == object) columns.push_back(column);
  return columns;
}

std::vector<ObjectTable> Layout::object_tables() const {
  if (objects_.empty()) return {};
  if (settings_.object_tables == ObjectTables::kSingleTable)
    return {{settings_.table("Object"), objects_, "ObjectNumber"}};
  std::vector<ObjectTable> tables;
  for (const std::string& object : objects_)
    tables.push_back({settings_.table(object), {object}, object + "_" + kObjectNumber});
  return tables;
}

std::vector<std::string> Layout::table_names() const {
  std::vector<std::string> names = {settings_.table("Image")};
  for (const ObjectTable& table : object_tables()) names.push_back(table.name);
  return names;
}

std::string Layout::create_object_table(const ObjectTable& table) const {
  std::string sql = "CREATE TABLE " + quoted(table.name) + " (\nImageNumber INTEGER\n";
  if (settings_.object_tables == ObjectTables::kSingleTable) sql += ",ObjectNumber INTEGER";
  for (const std::string& object : table.objects)
    for (const Column& column : columns(object)) sql += ",\n" + quoted(name(column)) + " " + sql_type(column);
  return sql + ",\nPRIMARY KEY (ImageNumber, " + quoted(table.number_column) + ") )";
}

std::string Layout::create_image_table() const {
  std::string sql = "CREATE TABLE " + quoted(settings_.table("Image")) + " (\nImageNumber INTEGER";
  for (const Column& column : columns("Image"))
    sql += ",\n" + quoted(name(column)) + " " + (column.type == CEL_VALUE_TEXT ? "TEXT" : sql_type(column));
  for (const AggregateColumn& aggregate : aggregates_) sql += ",\n" + quoted(aggregate.name) + " float";
  return sql + ",\nPRIMARY KEY (ImageNumber) )";
}

/// Rows of the first object set with those of the others of the same number.
std::string Layout::create_object_view() const {
  const std::vector<ObjectTable> tables = object_tables();
  const std::string first = quoted(tables.front().name);
  std::string sql = "CREATE VIEW " + quoted(settings_.table("Object")) + " AS SELECT " + first +
                    ".ImageNumber, " + quoted(tables.front().number_column) + " AS ObjectNumber";
  for (const std::string& object : objects_)
    for (const Column& column : columns(object)) sql += "," + quoted(name(column));
  sql += " FROM " + first;
  for (std::size_t i = 1; i < tables.size(); ++i) {
    const std::string table = quoted(tables[i].name);
    sql += " INNER JOIN " + table + " ON " + first + ".ImageNumber = " + table + ".ImageNumber AND " + first +
           "." + quoted(tables.front().number_column) + " = " + table + "." + quoted(tables[i].number_column);
  }
  return sql;
}

std::vector<std::string> Layout::create_statements() const {
  std::vector<std::string> statements;
  for (const ObjectTable& table : object_tables()) statements.push_back(create_object_table(table));
  if (settings_.object_tables == ObjectTables::kView && !objects_.empty())
    statements.push_back(create_object_view());
  statements.push_back(create_image_table());
  return statements;
}

}  // namespace cellerate::modules::database
