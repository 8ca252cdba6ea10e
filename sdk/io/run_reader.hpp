/// Reads back what a run measured, image set by image set, for exports.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sdk/data/measurements.hpp"
#include "sdk/io/run_schema.hpp"
#include "sdk/io/sqlite.hpp"

namespace cellerate {

/// Holds one image set at a time. Knows the columns that the database had when it was opened.
class RunReader {
 public:
  /// @param table_number of the shard
  explicit RunReader(const std::string& path, std::int64_t table_number = 0);

  /// In ascending order, whatever became of them.
  std::vector<std::int64_t> image_numbers();

  /// Features that were measured in at least one image set (or in the experiment), with the type of their
  /// values, in the order of the catalog.
  const std::vector<DeclaredColumn>& measured_columns() const { return measured_; }

  /// The values of an image set; for "Experiment" of any. Nothing if nobody measured them; valid until the
  /// next call for another image set. ProcessingStatus of "Image" is what became of the image set: done,
  /// skipped or failed.
  const Measurement* find(std::int64_t image_number, const std::string& object, const std::string& feature);

  /// Of an image set, in the order of recording; image numbers are filled in.
  std::vector<Relationship> relationships(std::int64_t image_number);

 private:
  using Values = std::map<std::string, Measurement>;

  const Values& values(std::int64_t image_number, const std::string& object);
  Values load(const std::string& object);
  Values load_experiment();
  void load_table(const RunTable& table, const std::set<std::string>& unmeasured, Values& values);
  std::set<std::string> unmeasured(const std::string& object);
  Measurement status();

  sqlite::Connection database_;
  std::int64_t table_number_;
  RunSchema schema_;
  std::vector<DeclaredColumn> measured_;
  std::map<std::pair<std::string, std::string>, std::int32_t> types_;  ///< of measured_
  std::optional<std::int64_t> image_number_;                           ///< that is held
  std::map<std::string, Values> held_;                                 ///< by object
};

}  // namespace cellerate
