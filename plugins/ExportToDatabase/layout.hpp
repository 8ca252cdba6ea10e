/// Tables and columns of the exported database: what CellProfiler makes of the declared measurements.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

#include "plugins/ExportToDatabase/column_names.hpp"
#include "plugins/ExportToDatabase/database_settings.hpp"

namespace cellerate::modules::database {

/// A mean, median or deviation over the objects, which the image table holds.
struct AggregateColumn {
  Aggregate kind;
  std::string object, feature;
  std::string name;  ///< of the column
};

/// A table of objects: of one object set, or of all side by side.
struct ObjectTable {
  std::string name;
  std::vector<std::string> objects;
  std::string number_column;
};

class Layout {
 public:
  Layout(const Settings& settings, const std::vector<Column>& declared);

  /// Columns of an object set, or of "Image", in CellProfiler's order.
  std::vector<Column> columns(const std::string& object) const;
  /// The name of a column in the database.
  const std::string& name(const Column& column) const { return names_[column.object + "_" + column.feature]; }
  const std::vector<std::string>& objects() const { return objects_; }
  const std::vector<AggregateColumn>& aggregates() const { return aggregates_; }
  std::vector<ObjectTable> object_tables() const;
  /// The features of the experiment, which have a table of one row.
  const std::vector<Column>& experiment() const { return experiment_; }

  /// SQL that makes the tables of objects and images.
  std::vector<std::string> create_statements() const;
  /// Tables that are in the way of new ones.
  std::vector<std::string> table_names() const;

 private:
  std::string create_object_table(const ObjectTable& table) const;
  std::string create_object_view() const;
  std::string create_image_table() const;

  const Settings& settings_;
  std::vector<Column> columns_;  ///< of images and objects
  std::vector<Column> experiment_;
  std::vector<std::string> objects_;
  ColumnNames names_;
  std::vector<AggregateColumn> aggregates_;
};

/// "float", "integer", "varchar(255)", "longblob".
std::string sql_type(const Column& column);

}  // namespace cellerate::modules::database
