// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/run.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "cuda/core/cores.hpp"
#include "pipelines/image_set_plan.hpp"
#include "pipelines/image_set_run.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "pipelines/model.hpp"
#include "pipelines/run_records.hpp"
#include "sdk/io/atomic_file.hpp"
#include "sdk/io/output_error.hpp"
#include "sdk/io/written_files.hpp"

namespace cellerate {
namespace {

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(folder.string() + ": the folder cannot be made: " + error.message());
}

std::filesystem::path database_path(const RunOptions& options) { return options.output / "cellerate.sqlite"; }

/// Where modules note the files that they write (WrittenFiles).
std::filesystem::path journal_path(const RunOptions& options) {
  return database_path(options).string() + ".files";
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
  facts.options["written-files"] = absolute(journal_path(options));
  facts.options["run-id"] = RunDatabase::run_id_of(database_path(options).string()).value_or(new_run_id());
  facts.options["ties"] = options.ties;
  if (!options.data_file.empty()) facts.options["data-file"] = absolute(options.data_file);
  return facts;
}

/// What one worker takes at a time: an image set, or a group of them in order.
using WorkItem = std::vector<const ImageSetRow*>;

/// The image sets that are still to be run. Where modules look at groups as a whole, a group that is not
/// complete is run again from its beginning.
std::vector<WorkItem> work_items(const LoadedPipeline& pipeline, const ImageSetPlan& plan,
                                 const std::set<std::int64_t>& finished) {
  std::vector<WorkItem> items;
  const bool grouped = needs_groups(pipeline);
  for (const ImageSetRow* row : plan.selected) {
    if (!grouped || items.empty() || items.back().front()->group_number != row->group_number)
      items.emplace_back();
    items.back().push_back(row);
  }
  std::erase_if(items, [&](const WorkItem& item) {
    return std::all_of(item.begin(), item.end(),
                       [&](const ImageSetRow* row) { return finished.contains(row->number); });
  });
  return items;
}

/// Runs work items with as many workers as there are devices, and stores what they measure.
class Workers {
 public:
  Workers(const RunContext& run, const FileInputs& files, RunDatabase& database, RunSummary& summary,
          const std::function<void(const RunProgress&)>& on_progress)
      : run_(run), files_(files), database_(database), summary_(summary), on_progress_(on_progress) {}

  /// @throws what could not be recorded as an image set's own failure
  void run(const std::vector<WorkItem>& items, std::vector<std::unique_ptr<Device>>& devices) {
    std::atomic<std::size_t> next{0};
    const auto work = [&](Device& device) {
      for (std::size_t index = next++; index < items.size() && !run_.cancel && !stopped_; index = next++)
        run(items[index], device);
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < std::min(devices.size(), items.size()); ++i)
      threads.emplace_back([&work, &device = *devices[i]] { work(device); });
    work(*devices.front());
    for (std::thread& thread : threads) thread.join();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void run(const WorkItem& item, Device& device) {
    try {
      device.make_current();
      run_image_sets(run_, files_, item, device.queue(),
                     [this](const ImageSetRow& row, const ImageSetOutcome& outcome) { store(row, outcome); });
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
      stopped_ = true;
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

  const RunContext& run_;
  const FileInputs files_;
  RunDatabase& database_;
  RunSummary& summary_;
  const std::function<void(const RunProgress&)>& on_progress_;
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
};

/// One device for each image set in flight. With a single image set all cores work on it.
std::vector<std::unique_ptr<Device>> make_devices(const RunOptions& options, std::size_t items) {
  const int cores = usable_cores();
  std::vector<std::unique_ptr<Device>> devices;
  devices.push_back(Device::named(options.device, 1));
  const bool gpu = devices.front()->queue().on_gpu();
  const std::size_t jobs = std::min<std::size_t>(options.jobs ? options.jobs
                                                 : gpu        ? 2
                                                              : cores,
                                                 std::max<std::size_t>(items, 1));
  if (!gpu && jobs == 1 && !options.jobs && cores > 1) devices.front() = Device::named(options.device, cores);
  while (devices.size() < jobs) devices.push_back(Device::named(options.device, 1));
  return devices;
}

/// What an earlier process of this run could not clean up, and the journal of another run that was here.
void clean_up(const RunOptions& options, const RunDatabase& database) {
  if (database.is_new()) std::filesystem::remove(journal_path(options));
  const std::set<std::string>& processes = database.earlier_processes();
  if (processes.empty()) return;
  remove_abandoned_files_below(options.output, processes);
  if (!options.save_labels.empty()) remove_abandoned_files_below(options.save_labels, processes);
  for (const auto& file : WrittenFiles::in_journal(journal_path(options)))
    remove_abandoned_files_of(file, processes);
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
  summary.database = database_path(options);
  const RunIdentity identity = {.pipeline = pipeline.facts().pipeline_text,
                                .inputs_sha256 = plan.inputs_sha256,
                                .settings = {{"ties", options.ties}},
                                .run_id = pipeline.facts().options.at("run-id")};
  RunDatabase database(summary.database.string(), identity, pipeline.facts().columns);
  clean_up(options, database);
  const std::vector<WorkItem> items = work_items(pipeline, plan, database.finished());
  summary.total = static_cast<std::int64_t>(plan.selected.size());
  summary.resumed = summary.total;
  for (const WorkItem& item : items) summary.resumed -= static_cast<std::int64_t>(item.size());
  summary.done = summary.resumed;

  std::vector<std::unique_ptr<Device>> devices = make_devices(options, items.size());
  summary.device = devices.front()->description();
  describe_run(database, pipeline.facts(), summary.device);
  for (const auto& [feature, value] : plan.table.experiment) database.store_experiment(feature, value);
  SharedPlanes planes(plan.table);
  const RunContext run{pipeline, cancel, options.save_labels};
  Workers(run, {plan.table, planes}, database, summary, on_progress).run(items, devices);
  summary.stopped_early = cancel;
  database.finish();
  std::sort(summary.failed.begin(), summary.failed.end(),
            [](const FailedImageSet& a, const FailedImageSet& b) { return a.number < b.number; });
  if (!summary.stopped_early) export_results(pipeline, database, summary.database);
  const bool all_done = summary.done + summary.skipped == static_cast<std::int64_t>(plan.table.rows.size());
  if (all_done) std::filesystem::remove(journal_path(options));  // nobody will write anything any more
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return summary;
}

}  // namespace cellerate
