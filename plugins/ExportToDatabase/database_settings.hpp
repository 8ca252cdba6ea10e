/// Settings of ExportToDatabase.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/shared/aggregate.hpp"

namespace cellerate::modules::database {

enum class ObjectsChoice { kAll, kNone, kSelect };
enum class ObjectTables { kSingleTable, kTablePerObject, kView };
enum class Overwrite { kNever, kData, kDataAndSchema };
enum class Classified { kObject, kImage };

/// An image of the properties file.
struct PropertiesImage {
  std::string image = "None", name = "Channel1", color = "red";
  bool automatic_name = true;
  void bind(Binder& b);
};

struct PropertiesGroup {
  std::string name, columns = "ImageNumber, Image_Metadata_Plate, Image_Metadata_Well";
  void bind(Binder& b);
};

struct PropertiesFilter {
  std::string name, condition;
  void bind(Binder& b);
};

/// An axis of a plot: an image or object measurement, or an index.
struct PlotAxis {
  std::string type = "Image", object = "None", measurement = "None", index = "ImageNumber";
};

/// A plot of the workspace file.
struct Plot {
  std::string tool = "ScatterPlot";
  PlotAxis x, y;
  void bind(Binder& b);
  bool has_two_axes() const { return tool == "ScatterPlot" || tool == "DensityPlot"; }
};

struct Settings {
  std::string type = "SQLite", server_database = "DefaultDB", host, user,
              password;  ///< the latter four of MySQL
  std::string table_prefix = "MyExpt_", folder = "Default Output Folder|", file = "DefaultDB.db";
  std::string experiment = "MyExpt", location_object = "None", class_table;
  std::string url_prepend, plate_type = "None", plate_metadata = "None", well_metadata = "None";
  std::vector<std::string> objects, thumbnail_images;
  bool add_prefix = true, properties = false, url = false, workspace = false;
  bool means = true, medians = false, deviations = false;
  bool well_means = false, well_medians = false,
       well_deviations = false;  ///< CellProfiler has them for MySQL only
  bool thumbnails = false, scale_thumbnails = true, all_images = true, relationships = true;
  bool groups = false, filters = false, plate_filters = false;
  int longest_name = 64;
  ObjectsChoice objects_choice = ObjectsChoice::kAll;
  ObjectTables object_tables = ObjectTables::kSingleTable;
  Overwrite overwrite = Overwrite::kNever;
  Classified classified = Classified::kObject;
  std::vector<PropertiesImage> images;
  std::vector<PropertiesGroup> group_fields;
  std::vector<PropertiesFilter> filter_fields;
  std::vector<Plot> plots;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;

  std::vector<Aggregate> aggregates() const;
  /// "Per_Image" with the prefix.
  std::string table(const std::string& object) const;
  std::string prefix() const { return add_prefix ? table_prefix : std::string(); }
  /// Of the properties and workspace files: the database's name and the prefix.
  std::string base_name() const;
};

/// Settings of older versions (revisions 6 to 27).
void upgrade_settings(Upgrade& u);

}  // namespace cellerate::modules::database
