/// Files with a row an image set: the Image file and the GenePattern file.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <map>

#include "plugins/ExportToSpreadsheet/tables.hpp"
#include "plugins/shared/csv_writer.hpp"
#include "plugins/shared/python_text.hpp"

namespace cellerate::modules::spreadsheet {
namespace {

/// Names of the aggregates of all object sets.
std::vector<std::string> aggregate_names(const Export& from) {
  std::vector<std::string> names;
  for (const std::string& object : from.measured.objects()) {
    if (object == "Image" || object == "Experiment") continue;
    for (const std::string& feature : from.measured.features(object))
      if (is_aggregated(feature))
        for (const Aggregate kind : from.settings.aggregates())
          names.push_back(aggregate_name(kind, object, feature));
  }
  return names;
}

/// The columns, sorted.
std::vector<std::string> image_columns(const Export& from) {
  std::vector<std::string> columns = from.measured.features("Image");
  columns.push_back("ImageNumber");
  for (std::string& name : aggregate_names(from)) columns.push_back(std::move(name));
  std::sort(columns.begin(), columns.end());
  if (from.settings.select_columns) {
    const auto selected = from.settings.selected_features("Image");
    std::erase_if(columns, [&](const std::string& name) { return !selected.contains(name); });
  } else {
    // Thumbnails are for ExportToDatabase.
    std::erase_if(columns, [](const std::string& name) { return name.starts_with("Thumbnail_"); });
  }
  return columns;
}

std::string number_text(const Export& from, double value, int type) {
  // Here "Null" concerns NaN only: CellProfiler writes inf.
  return std::isnan(value) && from.settings.nan == NanText::kNull ? "" : python_text(value, type);
}

/// The aggregates of an image set as text, by name.
std::map<std::string, std::string> aggregates(const Export& from, std::int64_t image) {
  std::map<std::string, std::string> texts;
  const std::vector<Aggregate> kinds = from.settings.aggregates();
  if (kinds.empty()) return texts;
  for (const std::string& object : from.measured.objects()) {
    if (object == "Image" || object == "Experiment") continue;
    for (const std::string& feature : from.measured.features(object)) {
      if (!is_aggregated(feature)) continue;
      const auto values = from.measured.values(image, object, feature).value_or(Values{});
      for (const Aggregate kind : kinds)
        texts[aggregate_name(kind, object, feature)] =
            number_text(from, aggregate(kind, values.numbers, values.type), aggregate_type(values.type));
    }
  }
  return texts;
}

std::string field(const Export& from, std::int64_t image, const std::string& column,
                  const std::map<std::string, std::string>& aggregates) {
  if (column == "ImageNumber") return std::to_string(image);
  if (const auto found = aggregates.find(column); found != aggregates.end()) return found->second;
  const auto values = from.measured.values(image, "Image", column);
  if (!values || values->size() == 0) return "";
  return values->is_text() ? values->texts[0] : number_text(from, values->numbers[0], values->type);
}

bool is_no_gct_measurement(const std::string& feature) {
  for (const char* prefix :
       {"FileName_", "PathName_", "ImageNumber", "Group_Number", "Group_Index", "Description_",
        "ModuleError_", "TimeElapsed_", "ExecutionTime_", "URL", "MD5Digest", "Scaling", "Height", "Width"})
    if (feature.starts_with(prefix)) return true;
  return false;
}

/// The columns of name and description; none if one of them is not exported.
std::vector<std::string> gct_identifiers(const Settings& settings, const std::vector<std::string>& columns) {
  const auto first = [&](const auto& condition) {
    return std::find_if(columns.begin(), columns.end(), condition);
  };
  const std::string file_name = "FileName_" + settings.row_name_image;
  const auto name = first([&](const std::string& column) {
    return settings.row_name == RowName::kMetadata ? column == settings.row_name_feature
                                                   : column.starts_with(file_name);
  });
  const auto description = first([](const std::string& column) { return column.starts_with("PathName_"); });
  if (name == columns.end() || description == columns.end()) return {};
  return {*name, *description};
}

}  // namespace

void write_image_file(const Export& from, const ImageNumbers& images, const std::string& path) {
  const std::vector<std::string> columns = image_columns(from);
  CsvWriter csv(path, from.settings.delimiter_character());
  csv.row(columns);
  for (const std::int64_t image : images) {
    const auto aggregated = aggregates(from, image);
    std::vector<std::string> row;
    for (const std::string& column : columns) row.push_back(field(from, image, column, aggregated));
    csv.row(row);
  }
  csv.commit();
}

void write_gct_file(const Export& from, const ImageNumbers& images, const std::string& path) {
  const std::vector<std::string> columns = image_columns(from);
  std::vector<std::string> measurements;
  for (const std::string& column : columns)
    if (!is_no_gct_measurement(column)) measurements.push_back(column);

  CsvWriter csv(path, '\t');
  csv.row({"#1.2"});
  csv.row({std::to_string(images.size()), std::to_string(measurements.size())});
  std::vector<std::string> header = {"NAME", "Description"};
  header.insert(header.end(), measurements.begin(), measurements.end());
  csv.row(header);

  std::vector<std::string> written = gct_identifiers(from.settings, columns);
  if (!written.empty()) {
    written.insert(written.end(), measurements.begin(), measurements.end());
    for (const std::int64_t image : images) {
      const auto aggregated = aggregates(from, image);
      std::vector<std::string> row;
      for (const std::string& column : written) row.push_back(field(from, image, column, aggregated));
      csv.row(row);
    }
  }
  csv.commit();
}

}  // namespace cellerate::modules::spreadsheet
