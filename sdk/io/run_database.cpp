/// The run database: making it, going on with it, and writing image sets.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/run_database.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "sdk/io/output_error.hpp"
#include "sdk/io/sha256.hpp"

namespace cellerate {
namespace {

/// "CELL" in the file's header says whose database it is.
constexpr std::int64_t kApplicationId = 0x43454c4c;
/// Version of the tables.
constexpr std::int64_t kFormat = 1;

/// Rows of object sets are wide: larger pages keep more of a row together. Readers may look on while it is
/// written; a commit survives the death of the process, which is what can be resumed (after a power cut the
/// last may be lost).
constexpr const char* kConfigure =
    "PRAGMA page_size=16384; PRAGMA cache_size=-65536; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;";

/// Key of Experiment for the numbers of the processes that wrote the database, on whatever host.
constexpr const char* kProcesses = "host_processes";

/// Key of Experiment for the run's id.
constexpr const char* kRunId = "host_run_id";

/// Only first columns say NOT NULL: in a table without rowid whose key stands last, the integrity check of
/// SQLite 3.40 takes other columns for them and complains.
constexpr const char* kOwnTables = R"(
CREATE TABLE Features(object TEXT NOT NULL, feature TEXT NOT NULL, table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  module_number INTEGER, module TEXT, type INTEGER NOT NULL, value_type INTEGER, UNIQUE(object, feature));
CREATE TABLE Relationships(Module TEXT, ModuleNumber INTEGER, Relationship TEXT,
  FirstObjectName TEXT, FirstImageNumber INTEGER, FirstObjectNumber INTEGER,
  SecondObjectName TEXT, SecondImageNumber INTEGER, SecondObjectNumber INTEGER,
  TableNumber INTEGER, ImageNumber INTEGER, Position INTEGER,
  PRIMARY KEY(TableNumber, ImageNumber, Position)) WITHOUT ROWID;
CREATE TABLE Experiment(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE Progress(ImageNumber INTEGER, status TEXT, attempt INTEGER, seconds REAL, error TEXT, TableNumber INTEGER,
  PRIMARY KEY(TableNumber, ImageNumber)) WITHOUT ROWID;
CREATE TABLE Unmeasured(TableNumber INTEGER NOT NULL, ImageNumber INTEGER NOT NULL, object TEXT NOT NULL,
  feature TEXT NOT NULL, PRIMARY KEY(TableNumber, ImageNumber, object, feature)) WITHOUT ROWID;
)";

/// What Experiment holds of a run's identity.
std::map<std::string, std::string> identity_rows(const RunIdentity& identity) {
  std::map<std::string, std::string> rows = identity.settings;
  rows["pipeline_sha256"] = sha256(identity.pipeline);
  rows["inputs_sha256"] = identity.inputs_sha256;
  rows["table_number"] = std::to_string(identity.table_number);
  return rows;
}

std::optional<std::string> experiment_value(sqlite::Connection& database, std::string_view key) {
  auto find = database.prepare("SELECT value FROM Experiment WHERE key = ?");
  find.bind(0, key);
  std::optional<std::string> value;
  while (find.step()) value = find.text(0);
  return value;
}

}  // namespace

RunDatabase::RunDatabase(const std::string& path, const RunIdentity& identity,
                         const std::vector<DeclaredColumn>& columns)
    : lock_(path),
      database_(path, sqlite::Connection::Mode::kCreate),
      table_number_(identity.table_number),
      is_new_(database_.integer("SELECT COUNT(*) FROM sqlite_master") == 0) {
  for (const auto& column : columns) modules_[column.module_number] = column.module;
  if (!is_new_) check_owner(identity);
  database_.execute(kConfigure);
  sqlite::Transaction transaction(database_);
  if (is_new_) {
    create(identity);
  } else {
    load_catalog();
    load_progress();
  }
  note_process();
  add_columns(columns);
  transaction.commit();
}

void RunDatabase::create(const RunIdentity& identity) {
  database_.execute("PRAGMA application_id=" + std::to_string(kApplicationId) +
                    "; PRAGMA user_version=" + std::to_string(kFormat));
  database_.execute(kOwnTables);
  set_experiment("pipeline", identity.pipeline);
  set_experiment(kRunId, identity.run_id);
  for (const auto& [key, value] : identity_rows(identity)) set_experiment(key, value);
}

// --------------------------------------------------------------------------------------------------- resume

std::optional<std::string> RunDatabase::run_id_of(const std::string& path) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  // Not read-only: what a killed process left has to be recovered before it can be read.
  sqlite::Connection database(path, sqlite::Connection::Mode::kCreate);
  if (database.integer("PRAGMA application_id") != kApplicationId) return std::nullopt;
  return experiment_value(database, kRunId);
}

/// Looks only, so that what is not ours stays as it is.
void RunDatabase::check_owner(const RunIdentity& identity) {
  if (database_.integer("PRAGMA application_id") != kApplicationId)
    throw OutputError("'" + database_.path() + "' is not a run database; choose another output folder");
  const std::int64_t format = database_.integer("PRAGMA user_version");
  if (format != kFormat)
    throw OutputError("'" + database_.path() + "' has format " + std::to_string(format) +
                      ", this program writes " + std::to_string(kFormat) + "; choose another output folder");
  check_identity(identity);
}

void RunDatabase::check_identity(const RunIdentity& identity) {
  std::string differences;
  for (const auto& [key, value] : identity_rows(identity)) {
    const std::string stored = experiment_value(database_, key).value_or("(nothing)");
    if (stored != value)
      differences += (differences.empty() ? "" : "; ") + key + " is " + stored + " there, " + value + " now";
  }
  if (!differences.empty())
    throw OutputError("'" + database_.path() + "' holds another run (" + differences +
                      "); choose another output folder, or delete the file to start anew");
}

void RunDatabase::load_catalog() {
  for (const auto& row : read_catalog(database_)) {
    if (row.value_type) value_types_[{row.column.object, row.column.feature}] = *row.value_type;
    if (row.column.object == kExperiment)
      experiment_features_.insert(row.column.feature);
    else
      schema_.restore(row.column, row.table, row.name);
  }
  // A run that was killed before its first image set has none.
  for (const RunTable& table : schema_.tables()) created_tables_ += database_.has_table(table.name) ? 1 : 0;
}

void RunDatabase::load_progress() {
  auto rows = database_.prepare("SELECT ImageNumber, attempt, status FROM Progress");
  while (rows.step()) {
    attempts_[rows.integer(0)] = rows.integer(1);
    if (rows.text(2) != "failed") finished_.insert(rows.integer(0));
  }
}

/// The names of temporary files tell which process made them.
void RunDatabase::note_process() {
  const std::string all = experiment_value(database_, kProcesses).value_or("");
  std::istringstream words(all);
  for (std::string process; words >> process;) earlier_processes_.insert(process);
  set_experiment(kProcesses, all + (all.empty() ? "" : " ") + std::to_string(::getpid()));
}

// -------------------------------------------------------------------------------------------------- columns

std::string RunDatabase::module_name(int number) const {
  const auto found = modules_.find(number);
  return found == modules_.end() ? std::string() : found->second;
}

void RunDatabase::catalog(const DeclaredColumn& column, const std::string& table, const std::string& name) {
  if (!catalog_) catalog_ = database_.prepare("INSERT INTO Features VALUES(?, ?, ?, ?, ?, ?, ?, NULL)");
  sqlite::Statement& insert = *catalog_;
  insert.bind(0, column.object);
  insert.bind(1, column.feature);
  insert.bind(2, table);
  insert.bind(3, name);
  insert.bind(4, std::int64_t{column.module_number});
  insert.bind(5, column.module);
  insert.bind(6, std::int64_t{column.type});
  insert.run();
}

void RunDatabase::add_columns(const std::vector<DeclaredColumn>& columns) {
  for (const auto& column : columns) {
    if (column.object == kExperiment || schema_.has_object(column.object)) continue;
    schema_.add_object(column.object);
    note_lacking(column.object, "");
  }
  for (const auto& column : columns) {
    if (column.object == kExperiment)
      add_experiment_feature(column);
    else if (!schema_.has(column.object, column.feature))
      add_feature(column);
  }
}

void RunDatabase::add_feature(const DeclaredColumn& column) {
  const std::size_t number = schema_.add(column);
  const RunTable& table = schema_.tables()[number];
  catalog(column, table.name, table.columns.back().name);
  note_lacking(column.object, column.feature);
  if (number >= created_tables_) return;
  database_.execute("ALTER TABLE " + sqlite::quoted(table.name) + " ADD COLUMN " +
                    RunTable::definition(table.columns.back()));
  inserts_.erase(number);
}

/// Image sets that were stored before a feature was known lack it, if not all of its object set.
void RunDatabase::note_lacking(const std::string& object, const std::string& feature) {
  if (attempts_.empty()) return;
  auto insert = database_.prepare(
      "INSERT INTO Unmeasured SELECT TableNumber, ImageNumber, ?1, ?2 FROM Progress AS p WHERE NOT EXISTS "
      "(SELECT 1 FROM "
      "Unmeasured WHERE TableNumber = p.TableNumber AND ImageNumber = p.ImageNumber AND object = ?1 AND "
      "feature = '')");
  insert.bind(0, object);
  insert.bind(1, feature);
  insert.run();
}

void RunDatabase::add_experiment_feature(const DeclaredColumn& column) {
  if (experiment_features_.insert(column.feature).second) catalog(column, kExperiment, "value");
}

/// Not before the first image set, which mostly brings what was not declared: SQLite reads all tables anew
/// for each column that is added to one.
void RunDatabase::create_tables() {
  for (; created_tables_ < schema_.tables().size(); ++created_tables_) {
    const RunTable& table = schema_.tables()[created_tables_];
    database_.execute(table.create_statement());
    // A further table of an object set has the same rows as its first.
    const RunTable& first = schema_.tables()[schema_.tables_of(table.object).front()];
    if (first.name == table.name) continue;
    const std::string keys = table.key_names();
    database_.execute("INSERT INTO " + sqlite::quoted(table.name) + "(" + keys + ") SELECT " + keys +
                      " FROM " + sqlite::quoted(first.name));
  }
}

/// Modules may measure what they did not declare.
void RunDatabase::add_undeclared(const Measurements& measurements) {
  std::vector<DeclaredColumn> columns;
  for (const auto& [object, values] : measurements.objects) {
    for (const auto& [feature, measurement] : values) {
      if (schema_.has(object, feature)) continue;
      columns.push_back({object, feature, measurement.type, measurement.module_number,
                         module_name(measurement.module_number)});
    }
  }
  if (columns.empty() && created_tables_ == schema_.tables().size()) return;
  sqlite::Transaction transaction(database_);
  add_columns(columns);
  create_tables();
  transaction.commit();
}

// ----------------------------------------------------------------------------------------------- experiment

void RunDatabase::set_experiment(const std::string& key, std::string_view value) {
  auto insert = database_.prepare("INSERT OR REPLACE INTO Experiment VALUES(?, ?)");
  insert.bind(0, key);
  insert.bind(1, value);
  insert.run();
}

void RunDatabase::store_experiment(const std::string& feature, const Measurement& value) {
  sqlite::Transaction transaction(database_);
  add_experiment_feature(
      {kExperiment, feature, value.type, value.module_number, module_name(value.module_number)});
  note_type(kExperiment, feature, value);
  auto insert = database_.prepare("INSERT OR REPLACE INTO Experiment VALUES(?, ?)");
  insert.bind(0, feature);
  bind(insert, 1, &value, 0);
  insert.run();
  transaction.commit();
}

void RunDatabase::finish() {
  create_tables();
  inserts_.clear();
  catalog_.reset();
  note_type_.reset();
  database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  // Back to a single file. If somebody is just reading it, the last of the two to close it leaves it whole as
  // well.
  database_.execute_unless_busy("PRAGMA journal_mode=DELETE");
}

}  // namespace cellerate
