// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/run_records.hpp"

#include <ctime>
#include <iomanip>
#include <optional>
#include <random>
#include <sstream>

#include "sdk/io/output_error.hpp"
#include "sdk/io/run_reader.hpp"

namespace cellerate {
namespace {

std::string timestamp() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
  return text;
}

}  // namespace

std::string new_run_id() {
  std::random_device random;
  std::ostringstream id;
  for (int i = 0; i < 4; ++i) id << std::hex << std::setw(8) << std::setfill('0') << random();
  return id.str();
}

void describe_run(RunDatabase& database, const PipelineFacts& facts, const std::string& device) {
  database.set_experiment("device", device);
  database.set_experiment("output_folder", facts.folders[CEL_FOLDER_OUTPUT]);
  const auto text = [&](const char* feature, const std::string& value) {
    database.store_experiment(feature, {CEL_VALUE_TEXT, {}, {value}, 0});
  };
  text("Pipeline_Pipeline", facts.pipeline_text);
  text("CellProfiler_Version", "4.2.8.1");  // whose numbers and columns these are
  text("Run_Timestamp", timestamp());
  text("Modification_Timestamp", timestamp());
}

void export_results(LoadedPipeline& pipeline, RunDatabase& database, const std::filesystem::path& path) {
  std::optional<RunReader> reader(path.string());
  for (const ModuleInstance& module : pipeline.modules()) {
    if (!module.module_class().finish_run) continue;
    cel_context context = pipeline.context_for(module);
    context.results = &*reader;
    if (module.module_class().finish_run(module.module(), &module_host(), &context) != CEL_OK)
      throw OutputError(Fault{module.number(), module.name(), "", context.error}.text());
    if (context.experiment.empty()) continue;
    reader.reset();
    for (const auto& [feature, value] : context.experiment) database.store_experiment(feature, value);
    reader.emplace(path.string());
  }
}

}  // namespace cellerate
