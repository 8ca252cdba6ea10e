/// SQLite with objects that close themselves.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/sqlite.hpp"

#include <sqlite3.h>

#include <cmath>
#include <limits>

#include "sdk/io/output_error.hpp"

namespace cellerate::sqlite {
namespace {

/// Others may read the file while it is written, and hold it for a moment.
constexpr int kBusyMilliseconds = 10000;

}  // namespace

std::string quoted(std::string_view name) {
  std::string sql = "\"";
  for (const char c : name) {
    if (c == '"') sql += c;
    sql += c;
  }
  return sql + '"';
}

// ------------------------------------------------------------------------------------------------ Statement

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::bind(int parameter, std::int64_t value) {
  if (sqlite3_bind_int64(statement_.get(), parameter + 1, value) != SQLITE_OK) connection_->fail();
}

void Statement::bind(int parameter, double value) {
  if (std::isnan(value)) return bind_null(parameter);
  if (sqlite3_bind_double(statement_.get(), parameter + 1, value) != SQLITE_OK) connection_->fail();
}

void Statement::bind(int parameter, std::string_view text) {
  // A null pointer would bind NULL; an empty text is a text.
  const char* data = text.data() ? text.data() : "";
  if (sqlite3_bind_text64(statement_.get(), parameter + 1, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) !=
      SQLITE_OK)
    connection_->fail();
}

void Statement::bind_null(int parameter) {
  if (sqlite3_bind_null(statement_.get(), parameter + 1) != SQLITE_OK) connection_->fail();
}

bool Statement::step() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      sqlite3_reset(statement_.get());
      return false;
    default: {
      // The reset only repeats the error, and the statement must not stay open: it would block the rollback.
      const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> reset(statement_.get(), &sqlite3_reset);
      connection_->fail();
    }
  }
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

double Statement::real(int column) const {
  return is_null(column) ? std::numeric_limits<double>::quiet_NaN()
                         : sqlite3_column_double(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return data ? std::string(data, sqlite3_column_bytes(statement_.get(), column)) : std::string();
}

// ----------------------------------------------------------------------------------------------- Connection

void Connection::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Connection::Connection(std::string path, Mode mode) : path_(std::move(path)), mode_(mode) {
  const int access = mode == Mode::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int flags = access | SQLITE_OPEN_NOMUTEX;  // one thread at a time, as the class says
  sqlite3* database = nullptr;
  const int status = sqlite3_open_v2(path_.c_str(), &database, flags, nullptr);
  database_.reset(database);
  if (status != SQLITE_OK) fail();
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, kBusyMilliseconds);
}

void Connection::execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

void Connection::execute_unless_busy(const std::string& sql) {
  const int status = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK && (status & 0xff) != SQLITE_BUSY) fail();  // the low byte is the primary code
}

Statement Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK)
    fail();
  return Statement(this, statement);
}

std::int64_t Connection::integer(std::string_view sql) {
  auto query = prepare(sql);
  return query.step() ? query.integer(0) : 0;
}

bool Connection::has_table(std::string_view name) {
  auto find =
      prepare("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?)");
  find.bind(0, name);
  return find.step();
}

void Connection::fail() const {
  throw OutputError((mode_ == Mode::kRead ? "cannot read '" : "cannot write '") + path_ +
                    "': " + sqlite3_errmsg(database_.get()));
}

// ---------------------------------------------------------------------------------------------- Transaction

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.execute("BEGIN IMMEDIATE");
}

void Transaction::commit() {
  connection_.execute("COMMIT");
  open_ = false;
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.execute("ROLLBACK");
  } catch (const OutputError&) {
    // After a full disk SQLite has rolled back itself, and says that nothing is open.
  }
}

}  // namespace cellerate::sqlite
