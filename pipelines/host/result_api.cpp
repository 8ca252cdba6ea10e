/// cellerate.h: results.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "pipelines/host/api_guard.hpp"
#include "pipelines/host/result.hpp"

namespace cellerate {
namespace {

ApiError absent(const std::string& what) { return {CEL_ABSENT, "the result has no " + what}; }

template <class T>
const T& entry(const std::vector<T>& list, std::uint64_t index, const char* what) {
  if (index >= list.size()) throw absent(what + (" " + std::to_string(index)));
  return list[index];
}

/// The entry of this name. @param name member of T
template <class T>
const T& named(const std::vector<T>& list, std::string T::*name, const char* wanted, const char* what) {
  const std::string text = &required(wanted, what);
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const T& item) { return item.*name == text; });
  if (found == list.end()) throw absent(what + (" '" + text + "'"));
  return *found;
}

void write_table(cel_table* out, const cel_result& result, const ResultTable& table) {
  write_versioned(out,
                  {.object = table.object.c_str(),
                   .rows = table.rows,
                   .columns = table.columns.size(),
                   .index = static_cast<std::uint64_t>(&table - result.tables.data())},
                  "cel_table");
}

void write_column(cel_table_column* out, const ResultColumn& column) {
  const Measurement& measurement = column.measurement;
  const bool is_text = measurement.type == CEL_VALUE_TEXT || measurement.type == CEL_VALUE_BLOB;
  write_versioned(out,
                  {.type = measurement.type,
                   .feature = column.feature.c_str(),
                   .module_number = measurement.module_number,
                   .values = is_text ? nullptr : measurement.values.data(),
                   .texts = is_text ? column.texts.data() : nullptr},
                  "cel_table_column");
}

void write_labels(cel_labels* out, const LabelImage& labels) {
  write_versioned(out,
                  {.height = labels.shape.height,
                   .width = labels.shape.width,
                   .layers = labels.layers,
                   .count = labels.count,
                   .object = labels.object.c_str(),
                   .pixels = static_cast<const std::int32_t*>(labels.pixels.get())},
                  "cel_labels");
}

}  // namespace
}  // namespace cellerate

using namespace cellerate;

cel_status cel_result_get_info(const cel_result* result, cel_result_info* info) {
  return guarded([&] {
    const cel_result& from = required(result, "result");
    write_versioned(info,
                    {.status = from.status,
                     .number = from.number,
                     .user_tag = from.user_tag,
                     .after_module = from.after_module,
                     .error = from.error.c_str(),
                     .seconds = from.seconds,
                     .waiting_seconds = from.waiting_seconds,
                     .metadata_count = from.metadata.size(),
                     .table_count = from.tables.size(),
                     .label_count = from.labels.size()},
                    "cel_result_info");
  });
}

cel_status cel_result_get_metadata(const cel_result* result, uint64_t index, cel_metadata* metadata) {
  return guarded([&] {
    const auto& [key, value] = entry(required(result, "result").metadata, index, "metadata");
    required(metadata, "metadata") = {key.c_str(), value.c_str()};
  });
}

cel_status cel_result_get_table(const cel_result* result, uint64_t index, cel_table* table) {
  return guarded(
      [&] { write_table(table, required(result, "result"), entry(result->tables, index, "table")); });
}

cel_status cel_result_find_table(const cel_result* result, const char* object, cel_table* table) {
  return guarded([&] {
    write_table(table, required(result, "result"),
                named(result->tables, &ResultTable::object, object, "table"));
  });
}

cel_status cel_result_get_column(const cel_result* result, uint64_t table, uint64_t index,
                                 cel_table_column* column) {
  return guarded([&] {
    const ResultTable& from = entry(required(result, "result").tables, table, "table");
    write_column(column, entry(from.columns, index, "column"));
  });
}

cel_status cel_result_find_column(const cel_result* result, const char* object, const char* feature,
                                  cel_table_column* column) {
  return guarded([&] {
    const ResultTable& from = named(required(result, "result").tables, &ResultTable::object, object, "table");
    write_column(column, named(from.columns, &ResultColumn::feature, feature, "column"));
  });
}

cel_status cel_result_get_labels(const cel_result* result, uint64_t index, cel_labels* labels) {
  return guarded(
      [&] { write_labels(labels, entry(required(result, "result").labels, index, "label image")); });
}

cel_status cel_result_find_labels(const cel_result* result, const char* object, cel_labels* labels) {
  return guarded([&] {
    write_labels(labels,
                 named(required(result, "result").labels, &LabelImage::object, object, "label image"));
  });
}

void cel_result_free(cel_result* result) { delete result; }
