/// Session: what its callers see. Its threads are in session_work.cpp.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/host/session.hpp"

#include <algorithm>

#include "pipelines/host/api_guard.hpp"
#include "pipelines/host/session_lease.hpp"
#include "pipelines/image_set_run.hpp"
#include "pipelines/run_records.hpp"
#include "sdk/io/output_error.hpp"

namespace cellerate {
namespace {

PipelineSource with_run_options(PipelineSource source, const SessionOptions& options) {
  source.facts.options["run-id"] = new_run_id();
  if (!options.database.empty())
    source.facts.options["written-files"] = SessionDatabase::journal_of(options.database).string();
  return source;
}

void check_faults(const LoadedPipeline& pipeline) {
  if (pipeline.faults().empty()) return;
  std::string all;
  for (const Fault& fault : pipeline.faults()) all += (all.empty() ? "" : "\n") + fault.text();
  throw ApiError(CEL_FAULTY, all);
}

void check_groups(const LoadedPipeline& pipeline) {
  const ModuleInstance* module = first_group_module(pipeline);
  if (!module) return;
  throw ApiError(CEL_UNSUPPORTED,
                 Fault{module->number(), module->name(), "",
                       "it works on groups of image sets as a whole, which a session does not have"}
                     .text());
}

void check_names(const LoadedPipeline& pipeline, const SessionOptions& options) {
  const auto& names = pipeline.facts().names;
  for (const std::string& wanted : options.labels)
    if (std::none_of(names.begin(), names.end(), [&](const MadeName& made) {
          return made.kind == CEL_NAME_OBJECTS && made.name == wanted;
        }))
      throw invalid("labels: the pipeline makes no object set '" + wanted + "'");
  const auto& modules = pipeline.modules();
  for (const int number : options.partial_after)
    if (std::none_of(modules.begin(), modules.end(),
                     [&](const ModuleInstance& module) { return module.number() == number; }))
      throw invalid("partial_after: the pipeline has no enabled module #" + std::to_string(number));
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(folder.string() + ": the folder cannot be made: " + error.message());
}

void warn_of_exporters(const LoadedPipeline& pipeline, const LogFunction& log) {
  for (const ModuleInstance& module : pipeline.modules())
    if (module.is_exporter())
      log(CEL_LOG_WARNING,
          Fault{module.number(), module.name(), "", "it does nothing, because the session has no database"}
              .text());
}

SettingLine& setting_of(Pipeline& file, int module_number, std::uint64_t index) {
  for (ModuleEntry& module : file.modules)
    if (module.number == module_number && index < module.settings.size()) return module.settings[index];
  throw ApiError(CEL_ABSENT, "the pipeline has no setting " + std::to_string(index) + " of module #" +
                                 std::to_string(module_number));
}

}  // namespace

Session::Session(PipelineSource source, SessionOptions options)
    : source_(with_run_options(std::move(source), options)),
      options_(std::move(options)),
      pipeline_(load(source_)) {
  for (int job = 0; job < options_.jobs; ++job)
    devices_.push_back(Device::named(options_.device, options_.threads));
  device_ = devices_.front()->description();
  on_gpu_ = devices_.front()->queue().on_gpu();
  make_folder(options_.label_folder);
  pipeline_->prepare(!options_.database.empty());
  if (options_.database.empty())
    warn_of_exporters(pipeline_->loaded(), source_.log);
  else
    database_ = std::make_unique<SessionDatabase>(options_.database, pipeline_->loaded().facts(), device_);
  for (const auto& device : devices_) workers_.emplace_back([this, device] { work(device); });
}

Session::~Session() {
  cancel_all();
  stop_workers();
}

std::shared_ptr<SubmittablePipeline> Session::load(const PipelineSource& source) const {
  auto pipeline = std::make_shared<SubmittablePipeline>(source);
  check_faults(pipeline->loaded());
  check_groups(pipeline->loaded());
  check_names(pipeline->loaded(), options_);
  return pipeline;
}

template <class Condition>
bool Session::wait(std::unique_lock<std::mutex>& lock, Timeout timeout, const Condition& condition) {
  if (timeout) return changed_.wait_for(lock, *timeout, condition);
  changed_.wait(lock, condition);
  return true;
}

bool Session::has_room(std::uint64_t bytes) const {
  const std::uint64_t held = waiting_.size() + state_.computing + state_.ready;
  if (held >= options_.max_in_flight) return false;
  // What has more bytes than the limit must not wait for ever.
  return !options_.max_bytes || !state_.bytes || state_.bytes + bytes <= options_.max_bytes;
}

std::optional<std::int64_t> Session::submit(const cel_image_set& image_set, Timeout timeout) {
  if (timeout != std::chrono::milliseconds(0)) not_in_callback("cel_session_submit with a timeout");
  std::unique_lock lock(mutex_);
  const auto pipeline = pipeline_;
  lock.unlock();
  const SharedSubmission submission = read_submission(image_set, pipeline, on_gpu_);
  const auto lease = std::make_shared<Lease>(*this, *submission);
  lock.lock();
  if (!wait(lock, timeout, [&] { return closing_ || has_room(lease->bytes()); })) return std::nullopt;
  if (closing_) throw invalid("the session is being closed");
  return accept(submission, lease);
}

std::int64_t Session::accept(const SharedSubmission& submission, const std::shared_ptr<Lease>& lease) {
  ImageSetRow& row = submission->row;
  row.number = static_cast<std::int64_t>(state_.submitted) + 1;
  row.group_index = row.number;
  row.group_length = 0;  // nobody knows how many there will be
  submission->submitted = std::chrono::steady_clock::now();
  waiting_.push_back(submission);
  active_[row.number] = submission;
  submission->lease = lease;
  lease->begin();
  state_.bytes += lease->bytes();
  ++state_.submitted;
  work_.notify_one();
  return row.number;
}

ResultPointer Session::next(Timeout timeout) {
  if (options_.on_result) throw invalid("the session gives its results to on_result");
  std::unique_lock lock(mutex_);
  wait(lock, timeout, [&] { return !results_.empty() || active_.empty(); });
  if (results_.empty()) return nullptr;
  ResultPointer result = std::move(results_.front());
  results_.pop_front();
  if (result->after_module == 0) --state_.ready;
  changed_.notify_all();
  return result;
}

bool Session::flush(Timeout timeout) {
  not_in_callback("cel_session_flush");
  std::unique_lock lock(mutex_);
  const auto last = static_cast<std::int64_t>(state_.submitted);
  return wait(lock, timeout, [&] { return active_.empty() || active_.begin()->first > last; });
}

bool Session::cancel(std::int64_t number) {
  std::lock_guard lock(mutex_);
  const auto found = active_.find(number);
  if (found != active_.end()) found->second->cancel = true;
  return found != active_.end();
}

void Session::cancel_all() {
  std::lock_guard lock(mutex_);
  for (const auto& [number, submission] : active_) submission->cancel = true;
}

void Session::set(int module_number, std::uint64_t index, const std::string& value) {
  std::lock_guard changing(settings_);
  PipelineSource source = source_;
  SettingLine& setting = setting_of(source.file, module_number, index);
  setting.value = value;
  const auto pipeline = load(source);
  if (pipeline->channels() != pipeline_->channels())
    throw invalid("with '" + value + "' the pipeline would need other channels");
  pipeline->prepare(database_ != nullptr);
  std::unique_lock lock(mutex_);
  const auto number = static_cast<std::int64_t>(state_.submitted) + 1;
  pipeline_ = pipeline;
  lock.unlock();
  if (database_)
    database_->note_setting(number, "#" + std::to_string(module_number) + " \"" + setting.text + "\"", value);
  source_ = std::move(source);
}

cel_session_state Session::state() {
  std::lock_guard lock(mutex_);
  cel_session_state state = state_;
  state.waiting = waiting_.size();
  state.capacity = options_.max_in_flight;
  return state;
}

void Session::close() {
  stop_workers();
  if (database_) database_->finish(pipeline_->loaded());
}

void Session::stop_workers() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  work_.notify_all();
  changed_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

}  // namespace cellerate
