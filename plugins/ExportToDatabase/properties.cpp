/// The properties file of CellProfiler Analyst.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ExportToDatabase/properties.hpp"

#include <algorithm>
#include <cctype>
#include <ctime>
#include <numeric>

namespace cellerate::modules::database {
namespace {

using Names = std::vector<std::string>;

std::string joined(const Names& names, const std::string& prefix = "") {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + prefix + name;
  return text;
}

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The images of the file, their display names and colors.
struct Channels {
  Names images, names, colors;
  std::vector<int> counts;
};

int channel_count(const PropertiesFacts& facts, const std::string& image) {
  const auto found = facts.channels.find(image);
  return found == facts.channels.end() ? 1 : found->second;
}

/// Thumbnails: those of the images first, in their order.
Names thumbnails(const Settings& settings, const Names& images) {
  Names names;
  if (!settings.thumbnails) return names;
  for (const std::string& image : images)
    if (contains(settings.thumbnail_images, image)) names.push_back(image);
  for (const std::string& image : settings.thumbnail_images)
    if (!contains(images, image)) names.push_back(image);
  return names;
}

/// How many thumbnails are of other images than those listed.
std::size_t other_thumbnails(const Settings& settings, const Names& images) {
  const Names all = thumbnails(settings, images);
  return std::count_if(all.begin(), all.end(),
                       [&](const std::string& name) { return !contains(images, name); });
}

Channels default_channels(const Settings& settings, const PropertiesFacts& facts) {
  Channels channels{.images = facts.images, .names = facts.images, .colors = {}, .counts = {}};
  for (const std::string& image : facts.images) channels.counts.push_back(channel_count(facts, image));
  std::size_t colors = std::accumulate(channels.counts.begin(), channels.counts.end(), 0);
  channels.colors = {"gray"};
  if (colors != 1) {
    channels.colors = {"red", "green", "blue", "cyan", "magenta", "yellow", "gray"};
    colors += other_thumbnails(settings, facts.images);
  }
  channels.colors.resize(colors, "none");
  return channels;
}

Channels chosen_channels(const Settings& settings, const PropertiesFacts& facts) {
  Channels channels;
  for (const PropertiesImage& image : settings.images) {
    channels.images.push_back(image.image);
    channels.names.push_back(image.automatic_name ? image.image : image.name);
    channels.counts.push_back(channel_count(facts, image.image));
    channels.colors.insert(channels.colors.end(), channels.counts.back(), image.color);
  }
  channels.colors.insert(channels.colors.end(), other_thumbnails(settings, channels.images), "none");
  return channels;
}

/// A table of objects as the file names it.
struct ObjectSource {
  std::string object, table, id, location, file_name;
};

std::vector<ObjectSource> object_sources(const Settings& settings, const PropertiesFacts& facts) {
  const std::string base = settings.base_name();
  if (settings.objects_choice == ObjectsChoice::kNone) return {{"None", "", "", "", base + ".properties"}};
  if (settings.object_tables != ObjectTables::kTablePerObject)
    return {
        {"Object", settings.table("Object"), "ObjectNumber", settings.location_object, base + ".properties"}};
  std::vector<ObjectSource> sources;
  for (const std::string& object :
       settings.objects_choice == ObjectsChoice::kSelect ? settings.objects : facts.objects)
    sources.push_back({object, settings.table(object), object + "_Number_Object_Number", object,
                       base + "_" + object + ".properties"});
  return sources;
}

std::string metadata_column(const std::string& key) { return key == "None" ? "" : "Image_Metadata_" + key; }

void add_groups(const Settings& settings, PropertiesFile& file) {
  if (!settings.groups) return;
  for (const PropertiesGroup& group : settings.group_fields)
    file.entries.push_back(
        {"group_SQL_" + group.name, "SELECT " + group.columns + " FROM " + settings.table("Image")});
}

void add_filters(const Settings& settings, const PropertiesFacts& facts, PropertiesFile& file) {
  if (!settings.filters) return;
  const std::string select = "SELECT ImageNumber FROM " + settings.table("Image") + " WHERE ";
  if (settings.plate_filters)
    for (const std::string& plate : facts.plates) {
      std::string name = plate;
      for (char& c : name)
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
      file.entries.push_back({"filter_SQL_Plate_" + name,
                              select + "Image_Metadata_" + settings.plate_metadata + " = \"" + plate + "\""});
    }
  for (const PropertiesFilter& filter : settings.filter_fields)
    file.entries.push_back({"filter_SQL_" + filter.name, select + filter.condition});
}

PropertiesFile properties_file(const Settings& settings, const PropertiesFacts& facts,
                               const ObjectSource& source) {
  const Channels channels =
      settings.all_images ? default_channels(settings, facts) : chosen_channels(settings, facts);
  const auto location = [&](const char* axis) {
    return source.location.empty() ? "" : source.location + "_Location_Center_" + axis;
  };
  Names counts;
  for (const int count : channels.counts) counts.push_back(std::to_string(count));

  PropertiesFile file{source.object, source.file_name, {}};
  file.entries = {{"db_type", "sqlite"},
                  {"db_sqlite_file", facts.database},
                  {"image_table", settings.table("Image")},
                  {"object_table", source.table},
                  {"image_id", "ImageNumber"},
                  {"object_id", source.id},
                  {"plate_id", metadata_column(settings.plate_metadata)},
                  {"well_id", metadata_column(settings.well_metadata)},
                  {"series_id", "Image_Group_Number"},
                  {"group_id", "Image_Group_Number"},
                  {"timepoint_id", "Image_Group_Index"},
                  {"cell_x_loc", location("X")},
                  {"cell_y_loc", location("Y")},
                  {"cell_z_loc", location("Z")},
                  {"image_path_cols", joined(channels.images, "Image_PathName_")},
                  {"image_file_cols", joined(channels.images, "Image_FileName_")},
                  {"image_thumbnail_cols", joined(thumbnails(settings, channels.images), "Image_Thumbnail_")},
                  {"image_names", joined(channels.names)},
                  {"image_channel_colors", joined(channels.colors)},
                  {"channels_per_image", joined(counts)},
                  {"image_channel_blend_modes", ""},
                  {"image_url_prepend", settings.url ? settings.url_prepend : ""}};
  add_groups(settings, file);
  add_filters(settings, facts, file);
  const std::vector<std::pair<std::string, std::string>> rest = {
      {"object_name", "cell, cells,"},
      {"plate_type", settings.plate_type == "None" ? "" : settings.plate_type},
      {"classifier_ignore_columns",
       "table_number_key_column, image_number_key_column, object_number_key_column"},
      {"image_tile_size", "50"},
      {"image_size", ""},
      {"classification_type", settings.classified == Classified::kImage ? "image" : ""},
      {"training_set", ""},
      {"area_scoring_column", ""},
      {"class_table", settings.prefix() + settings.class_table},
      {"check_tables", "no"},
      {"force_bioformats", "no"},
      {"use_legacy_fetcher", "no"},
      {"process_3D", "False"}};
  file.entries.insert(file.entries.end(), rest.begin(), rest.end());
  return file;
}

/// What people edit the entry for, where that is not plain.
std::string comment_before(const std::string& key) {
  static const std::map<std::string, std::string> comments = {
      {"db_type", "Database"},
      {"image_table", "Tables"},
      {"image_id", "Columns that identify images and objects"},
      {"cell_x_loc", "Columns of the objects' positions"},
      {"image_path_cols",
       "Image files, thumbnails, names and colors: one entry a channel, in the same order"},
      {"object_name", "Singular and plural of an object"},
      {"plate_type", "Wells of a plate: 6, 24, 96, 384, 1536 or 5600"},
      {"classifier_ignore_columns", "Columns that rules must not use; regular expressions may stand here"},
      {"image_tile_size", "Diameter of an object in pixels"},
      {"classification_type", "\"image\" to classify whole images"},
      {"check_tables", "yes: look for orphaned objects and missing indices at the start"}};
  const auto found = comments.find(key);
  return found == comments.end() ? "" : "\n# " + found->second + "\n";
}

}  // namespace

std::string PropertiesFile::text() const {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char date[64];
  std::strftime(date, sizeof date, "%a %b %e %H:%M:%S %Y", &local);
  std::string text = std::string("#") + date + "\n# CellProfiler Analyst 3.0 properties file\n";
  for (const auto& [key, value] : entries) text += comment_before(key) + key + " = " + value + "\n";
  return text;
}

std::vector<PropertiesFile> properties_files(const Settings& settings, const PropertiesFacts& facts) {
  std::vector<PropertiesFile> files;
  for (const ObjectSource& source : object_sources(settings, facts))
    files.push_back(properties_file(settings, facts, source));
  return files;
}

// ------------------------------------------------------------------------------------------------ workspace

namespace {

std::string axis_column(const PlotAxis& axis) {
  if (axis.type == "Index") return axis.index;
  return (axis.type == "Image" ? "Image" : axis.object) + "_" + axis.measurement;
}

std::string axis_table(const Settings& settings, const PlotAxis& axis) {
  return settings.table(axis.type == "Object" ? "Object" : "Image");
}

}  // namespace

std::string workspace_text(const Settings& settings) {
  // The number is CellProfiler's version, 4.2.8.1, without its points.
  std::string text = "CellProfiler Analyst workflow\nversion: 1\nCP version : 4281\n";
  for (const Plot& plot : settings.plots) {
    const std::string tool = plot.tool == "ScatterPlot"   ? "Scatter"
                             : plot.tool == "DensityPlot" ? "Density"
                                                          : plot.tool;
    text += "\n" + tool + "\n\t" + (plot.tool == "PlateViewer" ? "measurement" : "x-axis") + ": " +
            axis_column(plot.x) + "\n\t" + (plot.has_two_axes() ? "x-table" : "table") + ": " +
            axis_table(settings, plot.x);
    if (plot.has_two_axes())
      text += "\n\ty-axis: " + axis_column(plot.y) + "\n\ty-table: " + axis_table(settings, plot.y);
    text += "\n";
  }
  return text;
}

}  // namespace cellerate::modules::database
