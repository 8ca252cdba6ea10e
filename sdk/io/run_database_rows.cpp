/// The run database: the rows of image sets.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "sdk/io/run_database.hpp"

namespace cellerate {
namespace {

const char* status_text(ImageSetStatus status) {
  switch (status) {
    case ImageSetStatus::kDone:
      return "done";
    case ImageSetStatus::kSkipped:
      return "skipped";
    case ImageSetStatus::kFailed:
      break;
  }
  return "failed";
}

/// The longest feature says how many objects there are: features of fewer are padded, as CellProfiler's
/// tables are.
std::size_t object_count(const std::map<std::string, Measurement>& values) {
  std::size_t count = 0;
  for (const auto& [feature, measurement] : values) count = std::max(count, measurement.size());
  return count;
}

}  // namespace

void RunDatabase::store(std::int64_t image_number, ImageSetStatus status, double seconds,
                        const std::string& error, const Measurements& measurements) {
  add_undeclared(measurements);
  sqlite::Transaction transaction(database_);
  if (attempts_.contains(image_number)) remove(image_number);
  static const Values nothing;
  for (std::size_t table = 0; table < schema_.tables().size(); ++table) {
    const auto found = measurements.objects.find(schema_.tables()[table].object);
    insert_rows(image_number, table, found == measurements.objects.end() ? nothing : found->second);
  }
  for (const auto& [object, values] : measurements.objects)
    for (const auto& [feature, measurement] : values) note_type(object, feature, measurement);
  insert_unmeasured(image_number, measurements);
  insert_relationships(image_number, measurements.relationships);
  insert_progress(image_number, status, seconds, error);
  transaction.commit();

  ++attempts_[image_number];
  if (status != ImageSetStatus::kFailed) finished_.insert(image_number);
}

void RunDatabase::note_type(const std::string& object, const std::string& feature,
                            const Measurement& measurement) {
  auto& known = value_types_[{object, feature}];
  const std::int32_t type = wider_type(known, measurement);
  if (known == type) return;
  if (!note_type_)
    note_type_ = database_.prepare("UPDATE Features SET value_type = ? WHERE object = ? AND feature = ?");
  sqlite::Statement& update = *note_type_;
  update.bind(0, std::int64_t{type});
  update.bind(1, object);
  update.bind(2, feature);
  update.run();
  known = type;
}

void RunDatabase::remove(std::int64_t image_number) {
  std::vector<std::string> names = {"Relationships", "Progress", "Unmeasured"};
  for (const auto& table : schema_.tables()) names.push_back(table.name);
  for (const auto& name : names) {
    auto statement = database_.prepare("DELETE FROM " + sqlite::quoted(name) +
                                       " WHERE TableNumber = ? AND ImageNumber = ?");
    statement.bind(0, table_number_);
    statement.bind(1, image_number);
    statement.run();
  }
}

sqlite::Statement& RunDatabase::insert_into(std::size_t table) {
  const auto found = inserts_.find(table);
  if (found != inserts_.end()) return found->second;
  const RunTable& columns = schema_.tables()[table];
  std::string sql = "INSERT INTO " + sqlite::quoted(columns.name) + " VALUES(?";
  for (std::size_t i = 1; i < columns.key_count() + columns.columns.size(); ++i) sql += ", ?";
  return inserts_.emplace(table, database_.prepare(sql + ")")).first->second;
}

void RunDatabase::bind(sqlite::Statement& statement, int parameter, const Measurement* values,
                       std::size_t row) {
  if (!values || row >= values->size())
    statement.bind_null(parameter);
  else if (values->texts.empty())
    statement.bind(parameter, values->values[row]);
  else
    statement.bind(parameter, values->texts[row]);
}

void RunDatabase::insert_rows(std::int64_t image_number, std::size_t table, const Values& values) {
  const RunTable& columns = schema_.tables()[table];
  std::vector<const Measurement*> measured;
  for (const auto& column : columns.columns) {
    const auto found = values.find(column.feature);
    measured.push_back(found == values.end() ? nullptr : &found->second);
  }
  // Every image set has its row in Image, whatever became of it.
  const std::size_t rows = columns.is_image() ? 1 : object_count(values);
  const int keys = static_cast<int>(columns.key_count());
  sqlite::Statement& insert = insert_into(table);
  for (std::size_t row = 0; row < rows; ++row) {
    insert.bind(0, table_number_);
    insert.bind(1, image_number);
    if (!columns.is_image()) insert.bind(2, static_cast<std::int64_t>(row + 1));
    for (std::size_t i = 0; i < measured.size(); ++i)
      bind(insert, keys + static_cast<int>(i), measured[i], row);
    insert.run();
  }
}

void RunDatabase::insert_unmeasured(std::int64_t image_number, const Measurements& measurements) {
  auto insert = database_.prepare("INSERT INTO Unmeasured VALUES(?, ?, ?, ?)");
  const auto add = [&](const std::string& object, const std::string& feature) {
    insert.bind(0, table_number_);
    insert.bind(1, image_number);
    insert.bind(2, object);
    insert.bind(3, feature);
    insert.run();
  };
  for (const auto& [object, tables] : schema_.objects()) {
    if (!measurements.objects.contains(object)) {
      add(object, "");  // nothing of it
      continue;
    }
    for (const std::size_t table : tables)
      for (const auto& column : schema_.tables()[table].columns) {
        const Measurement* found = measurements.find(object, column.feature);
        if (!found || (schema_.tables()[table].is_image() && found->size() == 0)) add(object, column.feature);
      }
  }
}

void RunDatabase::insert_relationships(std::int64_t image_number,
                                       const std::vector<Relationship>& relationships) {
  auto insert = database_.prepare("INSERT INTO Relationships VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  std::int64_t position = 0;
  for (const auto& r : relationships) {
    const std::string module = module_name(r.module_number);
    insert.bind(0, module);
    insert.bind(1, std::int64_t{r.module_number});
    insert.bind(2, r.relationship);
    insert.bind(3, r.first_object);
    insert.bind(4, r.first_image ? r.first_image : image_number);
    insert.bind(5, r.first);
    insert.bind(6, r.second_object);
    insert.bind(7, r.second_image ? r.second_image : image_number);
    insert.bind(8, r.second);
    insert.bind(9, table_number_);
    insert.bind(10, image_number);
    insert.bind(11, position++);
    insert.run();
  }
}

void RunDatabase::insert_progress(std::int64_t image_number, ImageSetStatus status, double seconds,
                                  const std::string& error) {
  auto insert = database_.prepare("INSERT INTO Progress VALUES(?, ?, ?, ?, ?, ?)");
  const auto earlier = attempts_.find(image_number);
  insert.bind(0, image_number);
  insert.bind(1, std::string_view(status_text(status)));
  insert.bind(2, earlier == attempts_.end() ? std::int64_t{1} : earlier->second + 1);
  insert.bind(3, seconds);
  if (error.empty())
    insert.bind_null(4);
  else
    insert.bind(4, error);
  insert.bind(5, table_number_);
  insert.run();
}

}  // namespace cellerate
