/// Reads back what a run measured.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/run_reader.hpp"

namespace cellerate {

RunReader::RunReader(const std::string& path, std::int64_t table_number)
    : database_(path, sqlite::Connection::Mode::kRead), table_number_(table_number) {
  for (const auto& row : read_catalog(database_)) {
    if (row.column.object != kExperiment) schema_.restore(row.column, row.table, row.name);
    if (!row.value_type) continue;
    measured_.push_back(row.column);
    measured_.back().type = *row.value_type;
    types_[{row.column.object, row.column.feature}] = *row.value_type;
  }
}

std::vector<std::int64_t> RunReader::image_numbers() {
  auto rows =
      database_.prepare("SELECT ImageNumber FROM Progress WHERE TableNumber = ? ORDER BY ImageNumber");
  rows.bind(0, table_number_);
  std::vector<std::int64_t> numbers;
  while (rows.step()) numbers.push_back(rows.integer(0));
  return numbers;
}

const Measurement* RunReader::find(std::int64_t image_number, const std::string& object,
                                   const std::string& feature) {
  const Values& all = values(image_number, object);
  const auto found = all.find(feature);
  return found == all.end() ? nullptr : &found->second;
}

const RunReader::Values& RunReader::values(std::int64_t image_number, const std::string& object) {
  if (image_number_ != image_number) held_.clear();
  image_number_ = image_number;
  const auto found = held_.find(object);
  if (found != held_.end()) return found->second;
  return held_.emplace(object, object == kExperiment ? load_experiment() : load(object)).first->second;
}

RunReader::Values RunReader::load(const std::string& object) {
  Values values;
  const std::set<std::string> lacking = unmeasured(object);
  if (lacking.contains("")) return values;
  for (const std::size_t table : schema_.tables_of(object))
    load_table(schema_.tables()[table], lacking, values);
  if (object == "Image") values["ProcessingStatus"] = status();
  return values;
}

Measurement RunReader::status() {
  auto rows = database_.prepare("SELECT status FROM Progress WHERE TableNumber = ? AND ImageNumber = ?");
  rows.bind(0, table_number_);
  rows.bind(1, *image_number_);
  Measurement status{.type = CEL_VALUE_TEXT};
  if (rows.step()) status.texts.push_back(rows.text(0));
  return status;
}

std::set<std::string> RunReader::unmeasured(const std::string& object) {
  auto rows = database_.prepare(
      "SELECT feature FROM Unmeasured WHERE TableNumber = ? AND ImageNumber = ? AND object = ?");
  rows.bind(0, table_number_);
  rows.bind(1, *image_number_);
  rows.bind(2, object);
  std::set<std::string> features;
  while (rows.step()) features.insert(rows.text(0));
  return features;
}

void RunReader::load_table(const RunTable& table, const std::set<std::string>& unmeasured, Values& values) {
  std::vector<Measurement*> columns;
  for (const auto& column : table.columns) {
    columns.push_back(nullptr);
    if (unmeasured.contains(column.feature)) continue;
    columns.back() = &values[column.feature];
    columns.back()->type = types_.at({table.object, column.feature});
    columns.back()->module_number = column.module_number;
  }
  auto rows = database_.prepare("SELECT * FROM " + sqlite::quoted(table.name) +
                                " WHERE TableNumber = ? AND ImageNumber = ? ORDER BY " + table.key_names());
  rows.bind(0, table_number_);
  rows.bind(1, *image_number_);
  const int keys = static_cast<int>(table.key_count());
  while (rows.step()) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i]) continue;
      const int position = keys + static_cast<int>(i);
      if (table.columns[i].is_text())
        columns[i]->texts.push_back(rows.text(position));
      else
        columns[i]->values.push_back(rows.real(position));
    }
  }
}

RunReader::Values RunReader::load_experiment() {
  auto find = database_.prepare("SELECT value FROM Experiment WHERE key = ?");
  Values values;
  for (const auto& column : measured_) {
    if (column.object != kExperiment) continue;
    find.bind(0, column.feature);
    while (find.step()) {
      Measurement& value = values[column.feature];
      value.type = column.type;
      value.module_number = column.module_number;
      if (column.type == CEL_VALUE_TEXT || column.type == CEL_VALUE_BLOB)
        value.texts = {find.text(0)};
      else
        value.values = {find.real(0)};
    }
  }
  return values;
}

std::vector<Relationship> RunReader::relationships(std::int64_t image_number) {
  auto rows = database_.prepare(
      "SELECT Relationship, ModuleNumber, FirstObjectName, FirstImageNumber, FirstObjectNumber, "
      "SecondObjectName, "
      "SecondImageNumber, SecondObjectNumber FROM Relationships WHERE TableNumber = ? AND ImageNumber = ? "
      "ORDER BY Position");
  rows.bind(0, table_number_);
  rows.bind(1, image_number);
  std::vector<Relationship> all;
  while (rows.step())
    all.push_back({rows.text(0), static_cast<int>(rows.integer(1)), rows.text(2), rows.integer(3),
                   rows.integer(4), rows.text(5), rows.integer(6), rows.integer(7)});
  return all;
}

}  // namespace cellerate
