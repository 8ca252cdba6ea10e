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

/// One column of the rows of an image set.
class Field {
 public:
  Field(const Export& from, const ColumnName& column, std::int64_t image) : from_(from) {
    const auto& [object, feature] = column;
    if (column == kImageNumber) {
      same_ = std::to_string(image);
    } else if (feature == "ObjectNumber") {
      is_number_ = true;
    } else {
      values_ = from.measured.values(image, object, feature);
      if (object == "Image") same_ = of_image(from.measured.has(object, feature));
    }
  }
  void write(CsvWriter& csv, std::int64_t row) const {
    if (same_)
      csv.field(*same_);
    else if (is_number_)
      csv.field(PythonText(static_cast<double>(row + 1), CEL_VALUE_INTEGER).view());
    else if (!values_ || row >= static_cast<std::int64_t>(values_->size()))
      csv.field(missing());
    else if (values_->is_text())
      csv.field(values_->texts[row]);
    else if (is_blank(values_->numbers[row]))
      csv.field("");
    else
      csv.field(PythonText(values_->numbers[row], values_->type).view());
  }

 private:
  bool is_blank(double value) const { return !std::isfinite(value) && from_.settings.nan == NanText::kNull; }
  std::string missing() const { return is_blank(std::nan("")) ? "" : "nan"; }
  std::string of_image(bool measured) const {
    if (!measured) return missing();
    if (!values_ || values_->size() == 0) return "";
    if (values_->is_text()) return values_->texts[0];
    return is_blank(values_->numbers[0]) ? "" : python_text(values_->numbers[0], values_->type);
  }

  const Export& from_;
  std::optional<std::string> same_;  ///< in all rows
  bool is_number_ = false;           ///< the row's own
  std::optional<Values> values_;
};

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
    std::vector<Field> fields;
    for (const ColumnName& column : columns) fields.emplace_back(from, column, image);
    for (std::int64_t row = 0; row < rows; ++row) {
      for (const Field& field : fields) field.write(csv, row);
      csv.end_row();
    }
  }
  csv.commit();
}

}  // namespace cellerate::modules::spreadsheet
