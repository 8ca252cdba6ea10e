/// Files with a row an object.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "plugins/ExportToSpreadsheet/tables.hpp"
#include "plugins/shared/csv_writer.hpp"
#include "plugins/shared/python_text.hpp"

namespace cellerate::modules::spreadsheet {
namespace {

using ColumnName = std::pair<std::string, std::string>;  ///< object, feature

const ColumnName kImageNumber = {"Image", "ImageNumber"};

/// Features that the modules declared for an object set; one that two modules declare stands there twice.
std::vector<ColumnName> declared(const std::vector<Column>& columns, const std::string& object,
                                 const auto& condition) {
  std::vector<ColumnName> names;
  for (const Column& column : columns)
    if (column.object == object && condition(column.feature)) names.push_back({object, column.feature});
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<ColumnName> object_columns(const Export& from, const std::vector<std::string>& objects) {
  const std::vector<Column> all = from.measured.results().columns();
  std::vector<ColumnName> names = {kImageNumber, {objects.front(), "ObjectNumber"}};
  const auto append = [&](const std::vector<ColumnName>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  if (from.settings.add_metadata)
    append(
        declared(all, "Image", [](const std::string& feature) { return feature.starts_with("Metadata_"); }));
  if (from.settings.add_file_path)
    append(declared(all, "Image", [](const std::string& feature) {
      return feature.starts_with("PathName_") || feature.starts_with("FileName_");
    }));
  for (const std::string& object : objects) {
    const auto selected = from.settings.selected_features(object);
    append(declared(all, object, [&](const std::string& feature) {
      return !from.settings.select_columns || selected.contains(feature);
    }));
  }
  return names;
}

/// The most that any of the object sets counts; none if one of them has no count.
std::int64_t row_count(const Export& from, const std::vector<std::string>& objects, std::int64_t image) {
  std::int64_t rows = 0;
  for (const std::string& object : objects) {
    const auto count = from.measured.count(image, object);
    if (!count) return 0;
    rows = std::max(rows, *count);
  }
  return rows;
}

std::string number_text(const Export& from, double value, int type) {
  return !std::isfinite(value) && from.settings.nan == NanText::kNull ? "" : python_text(value, type);
}

/// One column of the rows of an image set; what is missing is NaN.
std::vector<std::string> fields(const Export& from, const ColumnName& column, std::int64_t image,
                                std::int64_t rows) {
  const auto& [object, feature] = column;
  std::vector<std::string> texts;
  if (column == kImageNumber) return std::vector<std::string>(rows, std::to_string(image));
  if (feature == "ObjectNumber") {
    for (std::int64_t row = 1; row <= rows; ++row) texts.push_back(std::to_string(row));
    return texts;
  }
  const auto values = from.measured.values(image, object, feature);
  const std::string nothing = number_text(from, std::nan(""), CEL_VALUE_F64);
  if (object == "Image") {
    if (!from.measured.has(object, feature)) return std::vector<std::string>(rows, nothing);
    if (!values || values->size() == 0) return std::vector<std::string>(rows);
    const std::string text =
        values->is_text() ? values->texts[0] : number_text(from, values->numbers[0], values->type);
    return std::vector<std::string>(rows, text);
  }
  for (std::int64_t row = 0; row < rows; ++row) {
    if (!values || row >= static_cast<std::int64_t>(values->size()))
      texts.push_back(nothing);
    else
      texts.push_back(values->is_text() ? values->texts[row]
                                        : number_text(from, values->numbers[row], values->type));
  }
  return texts;
}

}  // namespace

void write_object_file(const Export& from, const std::vector<std::string>& objects,
                       const ImageNumbers& images, const std::string& path) {
  const std::vector<ColumnName> columns = object_columns(from, objects);
  CsvWriter csv(path, from.settings.delimiter_character());
  std::vector<std::string> names, features;
  for (const auto& [object, feature] : columns) names.push_back(object), features.push_back(feature);
  if (objects.size() > 1) csv.row(names);
  csv.row(features);

  for (const std::int64_t image : images) {
    const std::int64_t rows = row_count(from, objects, image);
    std::vector<std::vector<std::string>> by_column;
    for (const ColumnName& column : columns) by_column.push_back(fields(from, column, image, rows));
    std::vector<std::string> row(columns.size());
    for (std::int64_t i = 0; i < rows; ++i) {
      for (std::size_t c = 0; c < columns.size(); ++c) row[c] = std::move(by_column[c][i]);
      csv.row(row);
    }
  }
  csv.commit();
}

}  // namespace cellerate::modules::spreadsheet
