/// Session: what its threads do.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <exception>

#include "pipelines/host/api_guard.hpp"
#include "pipelines/host/session.hpp"
#include "pipelines/host/session_lease.hpp"
#include "pipelines/image_set_run.hpp"
#include "sdk/io/output_error.hpp"

namespace cellerate {
namespace {

/// The session whose on_result this thread is calling.
thread_local const void* delivering = nullptr;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

ResultPointer result_of(const Submission& submission) {
  auto result = std::make_unique<cel_result>();
  result->number = submission.row.number;
  result->user_tag = submission.user_tag;
  result->metadata = submission.metadata;
  return result;
}

cel_status status_of(const ImageSetOutcome& outcome) {
  if (outcome.cancelled) return CEL_CANCELLED;
  switch (outcome.status) {
    case ImageSetStatus::kSkipped:
      return CEL_SKIPPED;
    case ImageSetStatus::kFailed:
      return CEL_ERROR;
    default:
      return CEL_OK;
  }
}

}  // namespace

/// Gives pixels back early, and takes what is wanted of an image set while it is there.
class Session::Observer final : public ImageSetObserver {
 public:
  Observer(Session& session, const Submission& submission, SubmittedImages& images,
           const std::shared_ptr<Device>& device)
      : session_(session), submission_(submission), images_(images), device_(device) {}

  void after_module(const ModuleInstance& module, const ImageSetState& state) override {
    if (module.number() >= submission_.pipeline->last_input()) images_.release();
    if (!session_.options_.partial_after.contains(module.number())) return;
    ResultPointer result = result_of(submission_);
    result->after_module = module.number();
    result->tables = result_tables(state.measurements);
    result->labels = wanted_labels(state);
    result->waiting_seconds = waiting_seconds_;
    result->seconds = seconds_since(start_);
    session_.hand_over(std::move(result));
  }
  void at_end(const ImageSetState& state) override { labels_ = wanted_labels(state); }

  std::vector<LabelImage> take_labels() { return std::move(labels_); }

 private:
  std::vector<LabelImage> wanted_labels(const ImageSetState& state) const {
    return result_labels(state, session_.options_.labels, device_);
  }

  Session& session_;
  const Submission& submission_;
  SubmittedImages& images_;
  const std::shared_ptr<Device>& device_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const double waiting_seconds_ = seconds_since(submission_.submitted);
  std::vector<LabelImage> labels_;
};

void Session::work(const std::shared_ptr<Device>& device) {
  while (const SharedSubmission submission = take()) run(submission, device);
}

/// The next image set; null when the session is closed and nothing waits any more.
Session::SharedSubmission Session::take() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [&] { return closing_ || !waiting_.empty(); });
  if (waiting_.empty()) return nullptr;
  SharedSubmission submission = std::move(waiting_.front());
  waiting_.pop_front();
  ++state_.computing;
  return submission;
}

void Session::run(const SharedSubmission& submission, const std::shared_ptr<Device>& device) {
  ResultPointer result = result_of(*submission);
  result->waiting_seconds = seconds_since(submission->submitted);
  try {
    compute(submission, device, *result);
  } catch (const std::exception& error) {
    result->status = CEL_ERROR;
    result->error = error.what();
  }
  submission->lease.reset();
  finish(*submission, std::move(result));
}

void Session::compute(const SharedSubmission& submission, const std::shared_ptr<Device>& device,
                      cel_result& result) {
  if (submission->cancel) {
    result.status = CEL_CANCELLED;
    return;
  }
  device->make_current();
  SubmittedImages images(submission, device->queue());
  Observer observer(*this, *submission, images, device);
  const RunContext run{submission->pipeline->loaded(), submission->cancel, options_.label_folder};
  ImageSetOutcome outcome = run_image_set(run, submission->row, images, device->queue(), observer);
  result.status = status_of(outcome);
  result.error = outcome.error;
  result.seconds = outcome.seconds;
  if (outcome.cancelled) return;
  store(*submission, outcome, result);
  result.labels = observer.take_labels();
  result.tables = result_tables(std::move(outcome.measurements));
}

void Session::store(const Submission& submission, const ImageSetOutcome& outcome, cel_result& result) {
  if (!database_) return;
  try {
    database_->store(submission.row.number, outcome);
  } catch (const OutputError& error) {
    result.status = CEL_UNWRITABLE;
    result.error = error.what();
  }
}

void Session::finish(const Submission& submission, ResultPointer result) {
  const std::int64_t number = submission.row.number;
  {
    std::lock_guard lock(mutex_);
    --state_.computing;
    ++(result->status == CEL_OK          ? state_.done
       : result->status == CEL_SKIPPED   ? state_.skipped
       : result->status == CEL_CANCELLED ? state_.cancelled
                                         : state_.failed);
    if (!options_.on_result) ++state_.ready;
  }
  changed_.notify_all();
  hand_over(std::move(result));
  std::lock_guard lock(mutex_);
  active_.erase(number);
  changed_.notify_all();
}

/// To whoever takes results: to on_result now, or to next().
void Session::hand_over(ResultPointer result) {
  if (!options_.on_result) {
    std::lock_guard lock(mutex_);
    results_.push_back(std::move(result));
    changed_.notify_all();
    return;
  }
  std::lock_guard one_at_a_time(callback_);
  delivering = this;
  options_.on_result(std::move(result));
  delivering = nullptr;
}

void Session::not_in_callback(const char* function) const {
  if (delivering == this) throw invalid(std::string(function) + " must not be called in on_result");
}

}  // namespace cellerate
