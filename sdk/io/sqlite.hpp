/// SQLite with objects that close themselves: a connection and its prepared statements.
/// Whatever fails is thrown as OutputError with the file's path and SQLite's words.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace cellerate::sqlite {

/// A name as SQL identifier, whatever it holds.
std::string quoted(std::string_view name);

/// A prepared statement. Parameters and columns count from 0.
class Statement {
 public:
  void bind(int parameter, std::int64_t value);
  /// NaN becomes NULL.
  void bind(int parameter, double value);
  /// The text must live until the statement is reset.
  void bind(int parameter, std::string_view text);
  void bind_null(int parameter);

  /// True while there is a row; then false, and the statement is ready for the next execution.
  bool step();
  /// For statements that give no rows.
  void run() {
    while (step()) {
    }
  }

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;  ///< NULL is NaN
  std::string text(int column) const;

 private:
  friend class Connection;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(class Connection* connection, sqlite3_stmt* statement)
      : connection_(connection), statement_(statement) {}
  Connection* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// An open database file, for one thread at a time. Statements must not outlive it.
class Connection {
 public:
  enum class Mode { kRead, kCreate };
  Connection(std::string path, Mode mode);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs SQL without parameters; several statements may stand in a row.
  void execute(const std::string& sql);
  /// Does nothing where another connection holds the database.
  void execute_unless_busy(const std::string& sql);
  Statement prepare(std::string_view sql);
  /// What a query finds in its first row and column; 0 where that is nothing.
  std::int64_t integer(std::string_view sql);
  /// Whether there is a table or view of that name; SQLite ignores case.
  bool has_table(std::string_view name);
  const std::string& path() const { return path_; }
  /// Throws what the last call complained of.
  [[noreturn]] void fail() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::string path_;
  Mode mode_;
  std::unique_ptr<sqlite3, Close> database_;
};

/// Rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace cellerate::sqlite
