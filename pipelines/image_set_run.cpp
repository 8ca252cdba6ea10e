// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/image_set_run.hpp"

#include <chrono>
#include <ctime>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "sdk/io/image_writer.hpp"
#include "sdk/io/source_reader.hpp"

namespace cellerate {
namespace {

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void measure(Measurements& measurements, const std::string& feature, std::int32_t type, double value,
             int module) {
  measurements.objects["Image"][feature] = {type, {value}, {}, module};
}

/// What is known of an image set before its first module runs.
void measure_row(Measurements& measurements, const ImageSetRow& row) {
  measurements.objects["Image"] = row.values;
  measure(measurements, "Group_Number", CEL_VALUE_INTEGER, static_cast<double>(row.group_number), 0);
  measure(measurements, "Group_Index", CEL_VALUE_INTEGER, static_cast<double>(row.group_index), 0);
  measure(measurements, "Group_Length", CEL_VALUE_INTEGER, static_cast<double>(row.group_length), 0);
}

std::string located(const ModuleInstance& module, const ImageSetRow& row, const std::string& error) {
  return "#" + std::to_string(module.number()) + " " + module.name() + ": " + error + " (image set " +
         std::to_string(row.number) + ")";
}

void save_label_images(ImageSetState& state, const std::filesystem::path& folder) {
  for (const auto& [name, objects] : state.objects) {
    const std::int64_t plane = objects.shape.size();
    const HostRead<std::int32_t> labels(state.queue, static_cast<const std::int32_t*>(objects.labels.get()),
                                        plane * objects.layers);
    std::vector<const std::int32_t*> layers;
    for (int layer = 0; layer < objects.layers; ++layer) layers.push_back(labels.data() + layer * plane);
    write_labels(folder / (name + "_" + std::to_string(state.row.number) + ".tif"), objects.shape.height,
                 objects.shape.width, layers);
  }
}

}  // namespace

ImageSetOutcome run_image_set(LoadedPipeline& pipeline, const ImageSetTable& table, const ImageSetRow& row,
                              Queue& queue, const std::atomic<bool>& cancel,
                              const std::filesystem::path& save_labels) {
  const auto start = std::chrono::steady_clock::now();
  ImageSetOutcome outcome;
  ImageSetState state(queue, row);
  SourceReader sources(table, row);
  measure_row(state.measurements, row);
  bool exporting = false;
  for (const ModuleInstance& module : pipeline.modules()) {
    if (cancel) outcome.cancelled = true;
    exporting = exporting || module.is_exporter();
    const double began = thread_seconds();
    if (module.module_class().run && !outcome.cancelled) {
      cel_context context = pipeline.context_for(module);
      context.state = &state;
      context.sources = &sources;
      context.cancelled = &cancel;
      switch (module.module_class().run(module.module(), &module_host(), &context)) {
        case CEL_OK:
          break;
        case CEL_SKIPPED:
          outcome.status = ImageSetStatus::kSkipped;
          break;
        case CEL_CANCELLED:
          outcome.cancelled = true;
          break;
        default:
          outcome.status = ImageSetStatus::kFailed;
          outcome.error = located(module, row, context.error);
          measure(state.measurements, "ModuleError_" + module.numbered_name(), CEL_VALUE_INTEGER, 1,
                  module.number());
      }
    }
    if (outcome.cancelled || outcome.status != ImageSetStatus::kDone) break;
    if (exporting) continue;
    measure(state.measurements, "ModuleError_" + module.numbered_name(), CEL_VALUE_INTEGER, 0,
            module.number());
    measure(state.measurements, "ExecutionTime_" + module.numbered_name(), CEL_VALUE_F64,
            thread_seconds() - began, module.number());
  }
  if (!save_labels.empty() && outcome.status == ImageSetStatus::kDone && !outcome.cancelled)
    save_label_images(state, save_labels);
  outcome.measurements = std::move(state.measurements);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return outcome;
}

}  // namespace cellerate
