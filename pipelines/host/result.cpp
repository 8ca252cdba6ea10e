// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/host/result.hpp"

#include <algorithm>
#include <limits>

#include "cuda/core/buffer.hpp"

namespace cellerate {
namespace {

bool is_text(const Measurement& measurement) {
  return measurement.type == CEL_VALUE_TEXT || measurement.type == CEL_VALUE_BLOB;
}

/// A module may measure fewer objects than there are: the others have no value.
void fill_up(ResultColumn& column, std::size_t rows) {
  if (!is_text(column.measurement)) {
    column.measurement.values.resize(rows, std::numeric_limits<double>::quiet_NaN());
    return;
  }
  column.measurement.texts.resize(rows);
  for (const std::string& text : column.measurement.texts) column.texts.push_back(text.c_str());
}

ResultTable result_table(const std::string& object, std::map<std::string, Measurement>& features) {
  ResultTable table;
  table.object = object;
  for (auto& [feature, measurement] : features) {
    table.rows = std::max(table.rows, measurement.size());
    table.columns.push_back({feature, std::move(measurement), {}});
  }
  for (ResultColumn& column : table.columns) fill_up(column, table.rows);
  return table;
}

SharedMemory on_host(const ImageSetState& state, const StoredObjects& objects) {
  if (!state.queue.on_gpu()) return objects.labels;
  const auto copy = std::make_shared<std::vector<std::int32_t>>(
      download(state.queue, static_cast<const std::int32_t*>(objects.labels.get()),
               objects.shape.size() * objects.layers));
  return {copy, copy->data()};
}

}  // namespace

std::vector<ResultTable> result_tables(Measurements measurements) {
  std::vector<ResultTable> tables;
  for (auto& [object, features] : measurements.objects) tables.push_back(result_table(object, features));
  std::stable_partition(tables.begin(), tables.end(),
                        [](const ResultTable& table) { return table.object == "Image"; });
  return tables;
}

std::vector<LabelImage> result_labels(const ImageSetState& state, const std::set<std::string>& wanted,
                                      const std::shared_ptr<Device>& device) {
  std::vector<LabelImage> labels;
  for (const auto& [name, objects] : state.objects)
    if (wanted.contains(name))
      labels.push_back({name, objects.shape, objects.layers, objects.count, device, on_host(state, objects)});
  return labels;
}

}  // namespace cellerate
