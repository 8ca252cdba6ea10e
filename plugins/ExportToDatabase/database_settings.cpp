/// Settings of ExportToDatabase, line by line.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ExportToDatabase/database_settings.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules::database {
namespace {

constexpr const char* kType = "Database type";
constexpr const char* kPrefix = "Table prefix";
constexpr const char* kFolder = "Output file location";
constexpr const char* kFile = "Name the SQLite database file";
constexpr const char* kObjectTables =
    "Create one table per object, a single object table or a single object view?";
constexpr const char* kThumbnailImages = "Select the images for which you want to save thumbnails";

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool is_table_prefix(const std::string& text) {
  return text.size() > 1 && std::isalpha(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), is_word_character);
}

}  // namespace

void PropertiesImage::bind(Binder& b) {
  b.text(image, "Select an image to include");
  b.binary(automatic_name, "Use the image name for the display?");
  b.text(name, "Image name");
  b.text(color, "Channel color");
}

void PropertiesGroup::bind(Binder& b) {
  b.text(name, "Enter the name of the group");
  b.text(columns, "Enter the per-image columns which define the group, separated by commas");
}

void PropertiesFilter::bind(Binder& b) {
  b.text(name, "Enter the name of the filter");
  b.text(condition, "Enter the MySQL WHERE clause to define a filter");
}

void Plot::bind(Binder& b) {
  b.text(tool, "Select the measurement display tool");
  b.text(x.type, "Type of measurement to plot on the X-axis");
  b.objects(x.object, "Enter the object name");
  b.measurement(x.measurement, "Select the X-axis measurement");
  b.text(x.index, "Select the X-axis index");
  b.text(y.type, "Type of measurement to plot on the Y-axis");
  b.objects(y.object, "Enter the object name");
  b.measurement(y.measurement, "Select the Y-axis measurement");
  b.text(y.index, "Select the Y-axis index");
}

void Settings::bind(Binder& b) {
  b.text(type, kType, CEL_SETTING_CHOICE);
  if (!b.listing() && type != "SQLite") b.fault(kType, "'" + type + "': only SQLite databases are written");
  b.text(server_database, "Database name");
  b.binary(add_prefix, "Add a prefix to table names?");
  b.text(table_prefix, kPrefix);
  if (!b.listing() && !is_table_prefix(table_prefix))
    b.fault(kPrefix, "'" + table_prefix + "': must be a letter, then letters, digits and _");
  b.folder(folder, kFolder);
  if (const std::string fault = folder_fault(folder); !b.listing() && !fault.empty()) b.fault(kFolder, fault);
  b.binary(properties, "Create a CellProfiler Analyst properties file?");
  b.text(host, "Database host");
  b.text(user, "Username");
  b.text(password, "Password");
  b.text(file, kFile);
  if (!b.listing() && (file.empty() || !is_word_character(file.front())))
    b.fault(kFile, "'" + file + "': must begin with a letter, a digit or _");
  b.binary(means, "Calculate the per-image mean values of object measurements?");
  b.binary(medians, "Calculate the per-image median values of object measurements?");
  b.binary(deviations, "Calculate the per-image standard deviation values of object measurements?");
  b.binary(well_means, "Calculate the per-well mean values of object measurements?");
  b.binary(well_medians, "Calculate the per-well median values of object measurements?");
  b.binary(well_deviations, "Calculate the per-well standard deviation values of object measurements?");
  b.choice(objects_choice, "Export measurements for all objects to the database?",
           {"All", "None", "Select..."});
  b.object_list(objects, "Select the objects");
  b.integer(longest_name, "Maximum # of characters in a column name", {.min = 10, .max = 64});
  b.choice(object_tables, kObjectTables,
           {"Single object table", "One table per object type", "Single object view"});
  b.text(url_prepend, "Enter an image url prepend if you plan to access your files via http");
  b.binary(thumbnails, "Write image thumbnails directly to the database?");
  b.images(thumbnail_images, kThumbnailImages);
  if (!b.listing() && thumbnails && thumbnail_images.empty())
    b.fault(kThumbnailImages, "choose at least one image");
  b.binary(scale_thumbnails, "Auto-scale thumbnail pixel intensities?");
  b.text(plate_type, "Select the plate type");
  b.text(plate_metadata, "Select the plate metadata");
  b.text(well_metadata, "Select the well metadata");
  b.binary(all_images, "Include information for all images, using default values?");
  b.count(images, "Properties image group count");
  b.count(group_fields, "Properties group field count");
  b.count(filter_fields, "Properties filter field count");
  b.count(plots, "Workspace measurement count");
  b.text(experiment, "Experiment name");
  b.objects(location_object, "Which objects should be used for locations?");
  b.text(class_table,
         "Enter a phenotype class table name if using the Classifier tool in CellProfiler Analyst");
  b.binary(relationships, "Export object relationships?");
  b.choice(overwrite, "Overwrite without warning?", {"Never", "Data only", "Data and schema"});
  b.binary(url, "Access CellProfiler Analyst images via URL?");
  b.choice(classified, "Select the classification type", {"Object", "Image"});
  b.each(images);
  b.binary(groups, "Do you want to add group fields?");
  b.each(group_fields);
  b.binary(filters, "Do you want to add filter fields?");
  b.binary(plate_filters, "Automatically create a filter for each plate?");
  b.each(filter_fields);
  b.binary(workspace, "Create a CellProfiler Analyst workspace file?");
  b.each(plots);
}

bool Settings::is_hidden(std::string_view text) const {
  if (text == kPrefix) return !add_prefix;
  if (text == kObjectTables) return objects_choice == ObjectsChoice::kNone;
  if (text == "Select the classification type") return !properties;
  return false;
}

std::vector<Aggregate> Settings::aggregates() const {
  std::vector<Aggregate> wanted;
  if (means) wanted.push_back(Aggregate::kMean);
  if (medians) wanted.push_back(Aggregate::kMedian);
  if (deviations) wanted.push_back(Aggregate::kStandardDeviation);
  return wanted;
}

std::string Settings::table(const std::string& object) const { return prefix() + "Per_" + object; }

std::string Settings::base_name() const {
  std::string name = std::filesystem::path(file).replace_extension().string(), suffix = prefix();
  if (suffix.ends_with('_')) suffix.pop_back();
  return suffix.empty() ? name : name + "_" + suffix;
}

}  // namespace cellerate::modules::database
