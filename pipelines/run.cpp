// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/run.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <mutex>
#include <thread>

#include "pipelines/image_set_plan.hpp"
#include "pipelines/image_set_run.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "pipelines/model.hpp"
#include "sdk/io/output_error.hpp"
#include "sdk/io/run_reader.hpp"

namespace cellerate {
namespace {

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(folder.string() + ": the folder cannot be made: " + error.message());
}

PipelineFacts facts_of(const RunOptions& options) {
  PipelineFacts facts;
  const auto absolute = [](const std::filesystem::path& path) {
    return path.empty() ? std::string()
                        : std::filesystem::weakly_canonical(std::filesystem::absolute(path)).string();
  };
  facts.folders = {absolute(options.input), absolute(options.output),
                   absolute(std::filesystem::absolute(options.pipeline).parent_path())};
  if (facts.folders[CEL_FOLDER_INPUT].empty())
    facts.folders[CEL_FOLDER_INPUT] = facts.folders[CEL_FOLDER_PIPELINE];
  if (!options.data_file.empty()) facts.options["data-file"] = absolute(options.data_file);
  return facts;
}

std::string timestamp() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
  return text;
}

/// The image sets of one stretch of the run, taken one after the other by as many workers as are in flight.
class Batch {
 public:
  Batch(LoadedPipeline& pipeline, const ImageSetPlan& plan, const RunOptions& options, RunDatabase& database,
        const std::atomic<bool>& cancel, RunSummary& summary,
        const std::function<void(const RunProgress&)>& on_progress)
      : pipeline_(pipeline),
        plan_(plan),
        options_(options),
        database_(database),
        cancel_(cancel),
        summary_(summary),
        on_progress_(on_progress) {}

  /// Runs the rows on all devices. @throws what a worker could not record as an image set's own failure
  void run(const std::vector<const ImageSetRow*>& rows, std::vector<std::unique_ptr<Device>>& devices) {
    rows_ = &rows;
    next_ = 0;
    std::vector<std::thread> workers;
    for (std::size_t i = 1; i < std::min(devices.size(), rows.size()); ++i)
      workers.emplace_back([this, &device = *devices[i]] { work(device); });
    work(*devices.front());
    for (std::thread& worker : workers) worker.join();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void work(Device& device) {
    while (!cancel_ && !stopped_) {
      const std::size_t index = next_++;
      if (index >= rows_->size()) return;
      try {
        const ImageSetRow& row = *(*rows_)[index];
        store(row, run_image_set(pipeline_, plan_.table, row, device.queue(), cancel_, options_.save_labels));
      } catch (...) {
        std::lock_guard lock(mutex_);
        if (!error_) error_ = std::current_exception();
        stopped_ = true;
      }
    }
  }

  void store(const ImageSetRow& row, const ImageSetOutcome& outcome) {
    if (outcome.cancelled) return;
    std::lock_guard lock(mutex_);
    database_.store(row.number, outcome.status, outcome.seconds, outcome.error, outcome.measurements);
    if (outcome.status == ImageSetStatus::kFailed)
      summary_.failed.push_back({row.number, outcome.error});
    else
      ++(outcome.status == ImageSetStatus::kSkipped ? summary_.skipped : summary_.done);
    on_progress_({summary_.done + summary_.skipped, static_cast<std::int64_t>(summary_.failed.size()),
                  summary_.total, outcome.error});
  }

  LoadedPipeline& pipeline_;
  const ImageSetPlan& plan_;
  const RunOptions& options_;
  RunDatabase& database_;
  const std::atomic<bool>& cancel_;
  RunSummary& summary_;
  const std::function<void(const RunProgress&)>& on_progress_;
  const std::vector<const ImageSetRow*>* rows_ = nullptr;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
};

/// One device for each image set in flight. With a single image set all cores work on it.
std::vector<std::unique_ptr<Device>> make_devices(const RunOptions& options, std::size_t image_sets) {
  const int cores = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::unique_ptr<Device>> devices;
  devices.push_back(Device::named(options.device, 1));
  const bool gpu = devices.front()->queue().on_gpu();
  const std::size_t jobs = std::min<std::size_t>(options.jobs ? options.jobs
                                                 : gpu        ? 2
                                                              : cores,
                                                 std::max<std::size_t>(image_sets, 1));
  if (!gpu && jobs == 1 && !options.jobs && cores > 1) devices.front() = Device::named(options.device, cores);
  while (devices.size() < jobs) devices.push_back(Device::named(options.device, 1));
  return devices;
}

void export_results(LoadedPipeline& pipeline, const std::filesystem::path& database) {
  RunReader reader(database.string());
  for (const ModuleInstance& module : pipeline.modules()) {
    if (!module.module_class().finish_run) continue;
    cel_context context = pipeline.context_for(module);
    context.results = &reader;
    if (module.module_class().finish_run(module.module(), &module_host(), &context) != CEL_OK)
      throw OutputError(Fault{module.number(), module.name(), "", context.error}.text());
  }
}

void describe_run(RunDatabase& database, const PipelineFacts& facts, const Device& device) {
  database.set_experiment("device", device.description());
  database.set_experiment("output_folder", facts.folders[CEL_FOLDER_OUTPUT]);
  const auto text = [&](const char* feature, const std::string& value) {
    database.store_experiment(feature, {CEL_VALUE_TEXT, {}, {value}, 0});
  };
  text("Pipeline_Pipeline", facts.pipeline_text);
  text("CellProfiler_Version", "4.2.8.1");  // whose numbers and columns these are
  text("Run_Timestamp", timestamp());
  text("Modification_Timestamp", timestamp());
}

}  // namespace

FaultyPipeline::FaultyPipeline(std::vector<Fault> all)
    : std::runtime_error("the pipeline cannot run: " + std::to_string(all.size()) +
                         (all.size() == 1 ? " fault" : " faults")),
      faults(std::move(all)) {}

RunSummary run_pipeline(const RunOptions& options, const ModuleLibrary& library,
                        const std::atomic<bool>& cancel,
                        const std::function<void(const RunProgress&)>& on_progress, const LogFunction& log) {
  const auto start = std::chrono::steady_clock::now();
  const Pipeline file = read_pipeline(options.pipeline);
  LoadedPipeline pipeline(file, library, facts_of(options), log);
  if (!pipeline.faults().empty()) throw FaultyPipeline(pipeline.faults());
  const ImageSetPlan plan = plan_image_sets(pipeline, file, options);

  make_folder(options.output);
  if (!options.save_labels.empty()) make_folder(options.save_labels);
  RunSummary summary;
  summary.database = options.output / "cellerate.sqlite";
  RunDatabase database(summary.database.string(), {pipeline.facts().pipeline_text, plan.inputs_sha256, {}, 0},
                       pipeline.facts().columns);
  std::vector<const ImageSetRow*> rows;
  for (const ImageSetRow* row : plan.selected)
    if (!database.finished().contains(row->number)) rows.push_back(row);
  summary.total = static_cast<std::int64_t>(plan.selected.size());
  summary.resumed = summary.done = summary.total - static_cast<std::int64_t>(rows.size());

  std::vector<std::unique_ptr<Device>> devices = make_devices(options, rows.size());
  summary.device = devices.front()->description();
  describe_run(database, pipeline.facts(), *devices.front());
  Batch(pipeline, plan, options, database, cancel, summary, on_progress).run(rows, devices);
  summary.stopped_early = cancel;
  database.finish();
  std::sort(summary.failed.begin(), summary.failed.end(),
            [](const FailedImageSet& a, const FailedImageSet& b) { return a.number < b.number; });
  if (!summary.stopped_early) export_results(pipeline, summary.database);
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

}  // namespace cellerate
