/// Writes the exported database: schema, then a few statements an image set.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "plugins/ExportToDatabase/layout.hpp"
#include "plugins/ExportToDatabase/properties.hpp"
#include "plugins/shared/measured.hpp"
#include "sdk/io/sqlite.hpp"

namespace cellerate::modules::database {

/// A number of the run, which the database that it exports bears as its user version: a run that is continued
/// knows what an earlier process of it has exported already. 0: not known.
std::int64_t run_mark(const HostContext& context);
std::int64_t run_mark_of(sqlite::Connection& database);

class DatabaseWriter {
 public:
  DatabaseWriter(sqlite::Connection& database, const Settings& settings, const Measured& measured);
  /// Everything in one transaction. Tables that are there are kept where the settings say so.
  /// @param properties whose keys and values the experiment's table gets
  void write(const std::vector<PropertiesFile>& properties);

 private:
  using RelationshipKind = std::tuple<int, std::string, std::string, std::string>;

  void create(const std::vector<PropertiesFile>& properties);
  void drop(const std::string& name);
  void create_experiment(const std::vector<PropertiesFile>& properties);
  std::optional<std::int64_t> known_experiment(const std::vector<PropertiesFile>& properties);
  void create_experiment_row();
  void create_relationships();
  void load_relationship_kinds();

  bool was_skipped(std::int64_t image) const;
  void write_image(std::int64_t image);
  void write_objects(std::int64_t image);
  void write_object_table(const ObjectTable& table, std::int64_t image);
  void write_relationships(std::int64_t image);
  void delete_image_set(std::int64_t image);
  void delete_rows(const std::string& table, const char* column, std::int64_t image);

  sqlite::Connection& database_;
  const Settings& settings_;
  const Measured& measured_;
  Layout layout_;
  bool had_tables_ = false;
  std::map<RelationshipKind, std::int64_t> relationship_kinds_;
};

}  // namespace cellerate::modules::database
