/// The exported database: the rows of image sets.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "plugins/ExportToDatabase/database_writer.hpp"
#include "plugins/shared/python_text.hpp"

namespace cellerate::modules::database {
namespace {

using sqlite::quoted;

/// A cell: nothing, a number or a text.
void bind_number(sqlite::Statement& statement, int parameter, double value) {
  if (std::isfinite(value))
    statement.bind(parameter, value);
  else
    statement.bind_null(parameter);
}

/// CellProfiler writes object measurements as decimal text: a float32 arrives as its few digits.
double through_text(double value, int type) {
  return type == CEL_VALUE_F32 && std::isfinite(value)
             ? std::strtod(python_text(value, type).c_str(), nullptr)
             : value;
}

/// A value of an image set as its column wants it: int() or float() of it, or itself.
void bind_image_value(sqlite::Statement& statement, int parameter, const Column& column,
                      const Values& value) {
  const bool wants_number = column.type != CEL_VALUE_TEXT && column.type != CEL_VALUE_BLOB;
  if (value.is_text() && !wants_number) return statement.bind(parameter, std::string_view(value.texts[0]));
  const double number = value.is_text() ? std::strtod(value.texts[0].c_str(), nullptr) : value.numbers[0];
  bind_number(statement, parameter, column.type == CEL_VALUE_INTEGER ? std::trunc(number) : number);
}

/// "INSERT INTO t (a, b) VALUES (?, ?)".
std::string insert_statement(const std::string& table, const std::vector<std::string>& columns) {
  std::string names, marks;
  for (const std::string& column : columns) {
    names += (names.empty() ? "" : ",") + quoted(column);
    marks += marks.empty() ? "?" : ",?";
  }
  return "INSERT INTO " + quoted(table) + " (" + names + ") VALUES (" + marks + ")";
}

}  // namespace

void DatabaseWriter::delete_rows(const std::string& table, const char* column, std::int64_t image) {
  auto statement = database_.prepare("DELETE FROM " + quoted(table) + " WHERE " + column + " = ?");
  statement.bind(0, image);
  statement.run();
}

void DatabaseWriter::delete_image_set(std::int64_t image) {
  for (const std::string& table : layout_.table_names()) delete_rows(table, "ImageNumber", image);
  if (!settings_.relationships) return;
  for (const char* column : {"image_number1", "image_number2"})
    delete_rows(settings_.table("Relationships"), column, image);
}

void DatabaseWriter::write_image(std::int64_t image) {
  const std::string table = settings_.table("Image");
  std::vector<std::string> names = {"ImageNumber"};
  std::vector<Column> columns = layout_.columns("Image");
  std::erase_if(columns, [&](const Column& column) { return !measured_.has("Image", column.feature); });
  for (const Column& column : columns) names.push_back(layout_.name(column));
  for (const AggregateColumn& aggregate : layout_.aggregates()) names.push_back(aggregate.name);

  auto insert = database_.prepare(insert_statement(table, names));
  int parameter = 0;
  insert.bind(parameter++, image);
  std::vector<Values> kept;  // texts live until the row is written
  kept.reserve(columns.size());
  for (const Column& column : columns) {
    auto value = measured_.values(image, "Image", column.feature);
    if (!value || value->size() == 0) {
      insert.bind_null(parameter++);
      continue;
    }
    kept.push_back(std::move(*value));
    bind_image_value(insert, parameter++, column, kept.back());
  }
  for (const AggregateColumn& column : layout_.aggregates()) {
    const auto values = measured_.values(image, column.object, column.feature).value_or(Values{});
    bind_number(insert, parameter++, aggregate(column.kind, values.numbers, values.type));
  }
  insert.run();
}

void DatabaseWriter::write_objects(std::int64_t image) {
  for (const ObjectTable& table : layout_.object_tables()) write_object_table(table, image);
}

void DatabaseWriter::write_object_table(const ObjectTable& table, std::int64_t image) {
  std::int64_t rows = 0;
  std::vector<std::string> names = {"ImageNumber"};
  if (settings_.object_tables == ObjectTables::kSingleTable) names.push_back(table.number_column);
  const std::size_t keys = names.size();
  std::vector<Column> columns;
  std::vector<Values> values;
  for (const std::string& object : table.objects) {
    rows = std::max(rows, measured_.count(image, object).value_or(0));
    for (const Column& column : layout_.columns(object)) {
      names.push_back(layout_.name(column));
      columns.push_back(column);
      values.push_back(measured_.values(image, object, column.feature).value_or(Values{}));
    }
  }
  auto insert = database_.prepare(insert_statement(table.name, names));
  for (std::int64_t row = 0; row < rows; ++row) {
    insert.bind(0, image);
    if (keys == 2) insert.bind(1, row + 1);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const int parameter = static_cast<int>(keys + i);
      const bool present = row < static_cast<std::int64_t>(values[i].size());
      if (sql_type(columns[i]) == "varchar" && !present)
        insert.bind(parameter, std::string_view("None"));  // as Python prints it between the quotes
      else if (!present)
        insert.bind_null(parameter);
      else if (values[i].is_text())
        insert.bind(parameter, std::string_view(values[i].texts[row]));
      else
        bind_number(insert, parameter, through_text(values[i].numbers[row], values[i].type));
    }
    insert.run();
  }
}

void DatabaseWriter::write_relationships(std::int64_t image) {
  const std::string table = settings_.table("Relationships");
  // A relationship is unique: one that two image sets share is written with the first.
  auto insert = database_.prepare("INSERT OR IGNORE INTO " + quoted(table) + " VALUES (?, ?, ?, ?, ?)");
  for (const Results::Relationship& row : measured_.results().stored_relationships(image)) {
    const auto kind =
        relationship_kinds_.find({row.module_number, row.relationship, row.first_object, row.second_object});
    if (kind == relationship_kinds_.end()) continue;  // not declared
    insert.bind(0, kind->second);
    insert.bind(1, row.first_image);
    insert.bind(2, row.first);
    insert.bind(3, row.second_image);
    insert.bind(4, row.second);
    insert.run();
  }
}

}  // namespace cellerate::modules::database
