/// The exported database: its tables, and what they hold before the first image set.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "plugins/ExportToDatabase/database_writer.hpp"
#include "plugins/shared/python_text.hpp"
#include "sdk/io/sha256.hpp"

namespace cellerate::modules::database {
namespace {

using sqlite::quoted;

std::string literal(std::string_view text) {
  std::string sql = "'";
  for (const char c : text) {
    if (c == '\'') sql += c;
    sql += c;
  }
  return sql + "'";
}

/// CellProfiler escapes for MySQL here, and SQLite keeps the backslashes.
std::string mysql_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
      continue;
    }
    if (c == '\\' || c == '"' || c == '\'') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

/// X'48656c6c6f': bytes as SQL.
std::string blob_literal(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string sql = "X'";
  for (const unsigned char byte : bytes) {
    sql += kDigits[byte >> 4];
    sql += kDigits[byte & 15];
  }
  return sql + "'";
}

constexpr const char* kExperimentTables = R"(
CREATE TABLE IF NOT EXISTS Experiment (
    experiment_id integer primary key AUTOINCREMENT,
    name text);
CREATE TABLE IF NOT EXISTS Experiment_Properties (
    experiment_id integer not null,
    object_name text not null,
    field text not null,
    value longtext,
    constraint Experiment_Properties_pk primary key (experiment_id, object_name, field));
)";

}  // namespace

std::int64_t run_mark(const HostContext& context) {
  const auto id = context.option("run-id");
  return id ? std::stoll(sha256(*id).substr(0, 7), nullptr, 16) : 0;
}

std::int64_t run_mark_of(sqlite::Connection& database) { return database.integer("PRAGMA user_version"); }

DatabaseWriter::DatabaseWriter(sqlite::Connection& database, const Settings& settings,
                               const Measured& measured)
    : database_(database),
      settings_(settings),
      measured_(measured),
      layout_(settings, measured.results().columns()) {}

void DatabaseWriter::write(const std::vector<PropertiesFile>& properties) {
  sqlite::Transaction transaction(database_);
  const std::vector<std::string> tables = layout_.table_names();
  had_tables_ =
      std::any_of(tables.begin(), tables.end(), [&](const auto& name) { return database_.has_table(name); });
  if (had_tables_ && settings_.overwrite == Overwrite::kData) {
    load_relationship_kinds();
    for (const std::int64_t image : measured_.image_numbers()) delete_image_set(image);
  } else {
    create(properties);
  }
  for (const std::int64_t image : measured_.image_numbers()) {
    if (was_skipped(image)) continue;
    write_objects(image);
    write_image(image);
    if (settings_.relationships) write_relationships(image);
  }
  transaction.commit();
}

/// CellProfiler writes the rows of an image set when it gets as far as this module.
bool DatabaseWriter::was_skipped(std::int64_t image) const {
  const auto status = measured_.results().texts(image, "Image", "ProcessingStatus");
  return status && !status->empty() && status->front() == "skipped";
}

void DatabaseWriter::drop(const std::string& name) {
  auto find = database_.prepare(
      "SELECT type FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)");
  find.bind(0, name);
  std::string type;
  while (find.step()) type = find.text(0);
  if (!type.empty()) database_.execute("DROP " + type + " " + quoted(name));
}

void DatabaseWriter::create(const std::vector<PropertiesFile>& properties) {
  // A view goes before the tables that it shows.
  drop(settings_.table("Object"));
  for (const std::string& table : layout_.table_names()) drop(table);
  for (const std::string& sql : layout_.create_statements()) database_.execute(sql);
  create_experiment(properties);
  if (settings_.relationships) create_relationships();
}

// ----------------------------------------------------------------------------------------------- experiment

void DatabaseWriter::create_experiment(const std::vector<PropertiesFile>& properties) {
  database_.execute(kExperimentTables);
  std::optional<std::int64_t> id = known_experiment(properties);
  if (id) {
    database_.execute("DELETE FROM Experiment_Properties WHERE experiment_id = " + std::to_string(*id));
  } else {
    database_.execute("INSERT INTO Experiment (name) VALUES (" +
                      literal(mysql_escaped(settings_.experiment)) + ")");
    id = database_.integer("SELECT MAX(experiment_id) FROM Experiment");
  }
  auto insert = database_.prepare("INSERT INTO Experiment_Properties VALUES (?, ?, ?, ?)");
  for (const PropertiesFile& file : properties)
    for (const auto& [key, value] : file.values()) {
      const std::string escaped = mysql_escaped(value);
      insert.bind(0, *id);
      insert.bind(1, file.object);
      insert.bind(2, key);
      insert.bind(3, escaped);
      insert.run();
    }
  create_experiment_row();
}

/// The experiment of the same tables, where this run has exported them before: a run has one, however often
/// it exports.
std::optional<std::int64_t> DatabaseWriter::known_experiment(const std::vector<PropertiesFile>& properties) {
  const std::int64_t mark = run_mark(measured_.results());
  if (!had_tables_ || mark == 0 || mark != run_mark_of(database_)) return std::nullopt;
  auto find = database_.prepare(
      "SELECT MAX(experiment_id) FROM Experiment AS e WHERE name = ?1 AND (SELECT MAX(value) FROM "
      "Experiment_Properties AS p WHERE p.experiment_id = e.experiment_id AND field = 'image_table') IS ?2");
  const std::string name = mysql_escaped(settings_.experiment),
                    table = mysql_escaped(settings_.table("Image"));
  find.bind(0, name);
  if (properties.empty())
    find.bind_null(1);
  else
    find.bind(1, table);
  std::optional<std::int64_t> id;
  while (find.step())
    if (!find.is_null(0)) id = find.integer(0);
  return id;
}

void DatabaseWriter::create_experiment_row() {
  const std::string table = settings_.table("Experiment");
  std::string columns, names, values;
  for (const Column& column : layout_.experiment()) {
    const char* separator = columns.empty() ? "" : ",\n";
    columns += separator + quoted(column.feature) + " " +
               (column.type == CEL_VALUE_TEXT ? "TEXT" : sql_type(column));
    names += separator + quoted(column.feature);
    const auto found = measured_.values(0, "Experiment", column.feature);
    values += separator;
    if (!found || found->size() == 0)
      values += "null";
    else if (!found->is_text())
      values += literal(python_text(found->numbers[0], found->type));
    else
      values += column.type == CEL_VALUE_BLOB ? blob_literal(found->texts[0]) : literal(found->texts[0]);
  }
  drop(table);
  if (columns.empty()) return;
  database_.execute("CREATE TABLE " + quoted(table) + " (\n" + columns + ")\n");
  database_.execute("INSERT INTO " + quoted(table) + " (" + names + ") VALUES (" + values + ")");
}

// -------------------------------------------------------------------------------------------- relationships

void DatabaseWriter::create_relationships() {
  const auto name = [&](const char* table) { return quoted(settings_.table(table)); };
  for (const char* table : {"RelationshipsView", "Relationships", "RelationshipTypes"})
    drop(settings_.table(table));
  const std::string types = name("RelationshipTypes"), rows = name("Relationships");
  database_.execute(
      "CREATE TABLE " + types +
      " (relationship_type_id integer primary key, module_number integer, relationship varchar(255), "
      "object_name1 "
      "varchar(255), object_name2 varchar(255), CONSTRAINT " +
      name("RelationshipTypesUnique") +
      " UNIQUE ( relationship_type_id, module_number, relationship, object_name1, object_name2 ))");
  auto insert = database_.prepare("INSERT INTO " + types + " VALUES (?, ?, ?, ?, ?)");
  for (const RelationshipInfo& kind : measured_.results().relationships()) {
    const std::int64_t id = static_cast<std::int64_t>(relationship_kinds_.size()) + 1;
    if (!relationship_kinds_
             .emplace(RelationshipKind(kind.module_number, kind.relationship, kind.first_object,
                                       kind.second_object),
                      id)
             .second)
      continue;
    insert.bind(0, id);
    insert.bind(1, std::int64_t{kind.module_number});
    insert.bind(2, kind.relationship);
    insert.bind(3, kind.first_object);
    insert.bind(4, kind.second_object);
    insert.run();
  }
  database_.execute(
      "CREATE TABLE " + rows +
      " ( relationship_type_id integer, image_number1 integer, object_number1 integer, image_number2 "
      "integer, "
      "object_number2 integer ,CONSTRAINT " +
      name("RRTypeIdFK") + " FOREIGN KEY ( relationship_type_id ) REFERENCES " + types +
      " ( relationship_type_id ) ,CONSTRAINT " + name("RelationshipUnique") +
      " UNIQUE ( relationship_type_id, image_number1, object_number1, image_number2, object_number2 ))");
  for (const char* which : {"1", "2"})
    database_.execute("CREATE INDEX " + name((std::string("IRelationships") + which).c_str()) + " ON " +
                      rows + " ( image_number" + which + ", object_number" + which +
                      ", relationship_type_id )");
  database_.execute(
      "CREATE VIEW " + name("RelationshipsView") +
      " AS SELECT T.module_number, T.relationship, T.object_name1, T.object_name2, R.image_number1, "
      "R.object_number1, R.image_number2, R.object_number2 FROM " +
      types + " T JOIN " + rows + " R ON  T.relationship_type_id = R.relationship_type_id");
}

void DatabaseWriter::load_relationship_kinds() {
  const std::string table = settings_.table("RelationshipTypes");
  if (!settings_.relationships) return;
  if (!database_.has_table(table)) return create_relationships();
  auto rows = database_.prepare(
      "SELECT module_number, relationship, object_name1, object_name2, relationship_type_id FROM " +
      quoted(table));
  while (rows.step())
    relationship_kinds_[{static_cast<int>(rows.integer(0)), rows.text(1), rows.text(2), rows.text(3)}] =
        rows.integer(4);
}

}  // namespace cellerate::modules::database
