/// The run database: everything a run measures, one transaction an image set.
///
/// Tables: Image and one per object set (run_schema.hpp), Features (the catalog), Relationships, Experiment,
/// Progress, and Unmeasured: which declared features an image set lacks, where a NULL in a table is
/// CellProfiler's NaN.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sdk/data/measurements.hpp"
#include "sdk/io/output_lock.hpp"
#include "sdk/io/run_schema.hpp"
#include "sdk/io/sqlite.hpp"

namespace cellerate {

/// What makes two runs the same run. A database is continued only by its own.
struct RunIdentity {
  std::string pipeline;                         ///< as text
  std::string inputs_sha256;                    ///< of whatever says which image sets there are
  std::map<std::string, std::string> settings;  ///< options that change what is measured
  std::int64_t table_number = 0;                ///< of the shard
  std::string run_id = {};                      ///< of this run alone; kept where a database is continued
};

/// How an image set ended.
enum class ImageSetStatus { kDone, kSkipped, kFailed };

/// The one writer of a run database; its functions are called from one thread at a time.
class RunDatabase {
 public:
  /// Makes the database, or goes on with the one that is there.
  /// @throws OutputError if it can't be written, if another process writes it, or if it holds another run.
  RunDatabase(const std::string& path, const RunIdentity& identity,
              const std::vector<DeclaredColumn>& columns);

  /// The id of the run whose database is there, if one is.
  static std::optional<std::string> run_id_of(const std::string& path);

  /// Image sets that need no further run: done or skipped.
  const std::set<std::int64_t>& finished() const { return finished_; }

  /// Whether there was no database before.
  bool is_new() const { return is_new_; }
  /// Numbers of the processes that wrote it before this one.
  const std::set<std::string>& earlier_processes() const { return earlier_processes_; }

  /// Writes an image set entirely or not at all, instead of what an earlier attempt left of it.
  void store(std::int64_t image_number, ImageSetStatus status, double seconds, const std::string& error,
             const Measurements& measurements);

  /// A fact about the run.
  void set_experiment(const std::string& key, std::string_view value);
  /// A measurement of the whole experiment, under its feature's name.
  void store_experiment(const std::string& feature, const Measurement& value);

  /// Leaves one whole file. Nothing is stored afterwards.
  void finish();

 private:
  using Values = std::map<std::string, Measurement>;

  void create(const RunIdentity& identity);
  void check_owner(const RunIdentity& identity);
  void check_identity(const RunIdentity& identity);
  void load_catalog();
  void load_progress();
  void note_process();
  void add_columns(const std::vector<DeclaredColumn>& columns);
  void add_undeclared(const Measurements& measurements);
  void add_feature(const DeclaredColumn& column);
  void note_lacking(const std::string& object, const std::string& feature);
  void add_experiment_feature(const DeclaredColumn& column);
  void create_tables();
  std::string module_name(int number) const;
  void catalog(const DeclaredColumn& column, const std::string& table, const std::string& name);

  void note_type(const std::string& object, const std::string& feature, const Measurement& measurement);
  void remove(std::int64_t image_number);
  void insert_rows(std::int64_t image_number, std::size_t table, const Values& values);
  void insert_unmeasured(std::int64_t image_number, const Measurements& measurements);
  void insert_relationships(std::int64_t image_number, const std::vector<Relationship>& relationships);
  void insert_progress(std::int64_t image_number, ImageSetStatus status, double seconds,
                       const std::string& error);
  /// Binds the value of one row: NULL where there is none.
  static void bind(sqlite::Statement& statement, int parameter, const Measurement* values, std::size_t row);
  sqlite::Statement& insert_into(std::size_t table);

  OutputLock lock_;
  sqlite::Connection database_;
  std::int64_t table_number_;
  bool is_new_;
  std::set<std::string> earlier_processes_;
  RunSchema schema_;
  std::size_t created_tables_ = 0;  ///< of the schema's
  std::set<std::string> experiment_features_;
  std::map<std::pair<std::string, std::string>, std::optional<std::int32_t>> value_types_;  ///< as measured
  std::map<int, std::string> modules_;             ///< names by number, of those that declare columns
  std::map<std::int64_t, std::int64_t> attempts_;  ///< by image number
  std::set<std::int64_t> finished_;
  std::optional<sqlite::Statement> catalog_;          ///< inserts a feature
  std::optional<sqlite::Statement> note_type_;        ///< updates the type of a feature's values
  std::map<std::size_t, sqlite::Statement> inserts_;  ///< by table
};

}  // namespace cellerate
