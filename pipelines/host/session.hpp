/// A pipeline at work for a host program: image sets come in, a bounded number of them at a time, and their
/// results go out.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "cuda/core/queue.hpp"
#include "pipelines/host/result.hpp"
#include "pipelines/host/session_database.hpp"
#include "pipelines/host/submission.hpp"
#include "pipelines/host/submittable_pipeline.hpp"

namespace cellerate {

using ResultPointer = std::unique_ptr<cel_result>;

/// As cel_session_options says.
struct SessionOptions {
  int jobs = 1, threads = 1;
  std::string device = "auto";
  std::uint64_t max_in_flight = 2;
  std::uint64_t max_bytes = 0;  ///< 0: no limit
  std::filesystem::path database, label_folder;
  std::set<std::string> labels;
  std::set<int> partial_after;
  std::function<void(ResultPointer)> on_result;  ///< empty: results are taken by next()
};

/// All functions may be called by any thread, but for close() and the destructor.
class Session {
 public:
  /// nothing: for as long as it takes
  using Timeout = std::optional<std::chrono::milliseconds>;

  /// @throws ApiError, InputError, OutputError, DeviceError, std::invalid_argument
  Session(PipelineSource source, SessionOptions options);
  /// Stops as soon as it can what close() has not completed.
  ~Session();

  const std::string& device() const { return device_; }
  /// @return the number of the image set; nothing if there is no room in that time. @throws ApiError
  std::optional<std::int64_t> submit(const cel_image_set& image_set, Timeout timeout);
  /// @return nothing if there is no result in that time, or none to come. @throws ApiError
  ResultPointer next(Timeout timeout);
  /// @return whether all that was submitted before is delivered. @throws ApiError
  bool flush(Timeout timeout);
  bool cancel(std::int64_t number);
  void cancel_all();
  /// @throws ApiError
  void set(int module_number, std::uint64_t index, const std::string& value);
  cel_session_state state();
  /// @throws ApiError if this thread is in on_result
  void not_in_callback(const char* function) const;
  /// Ends the threads when all is computed, and completes the database. @throws OutputError, ApiError
  void close();

 private:
  class Lease;
  class Observer;
  using SharedSubmission = std::shared_ptr<Submission>;

  std::shared_ptr<SubmittablePipeline> load(const PipelineSource& source) const;
  void stop_workers();
  bool has_room(std::uint64_t bytes) const;
  std::int64_t accept(const SharedSubmission& submission, const std::shared_ptr<Lease>& lease);
  template <class Condition>
  bool wait(std::unique_lock<std::mutex>& lock, Timeout timeout, const Condition& condition);

  void work(const std::shared_ptr<Device>& device);
  SharedSubmission take();
  void run(const SharedSubmission& submission, const std::shared_ptr<Device>& device);
  void compute(const SharedSubmission& submission, const std::shared_ptr<Device>& device, cel_result& result);
  void store(const Submission& submission, const ImageSetOutcome& outcome, cel_result& result);
  void finish(const Submission& submission, ResultPointer result);
  void hand_over(ResultPointer result);

  PipelineSource source_;
  const SessionOptions options_;
  std::string device_;
  bool on_gpu_ = false;
  std::unique_ptr<SessionDatabase> database_;

  std::mutex settings_;  ///< held while a setting changes
  std::mutex callback_;  ///< held while on_result runs
  std::mutex mutex_;     ///< of what follows
  std::condition_variable work_, changed_;
  std::shared_ptr<SubmittablePipeline> pipeline_;  ///< for what is submitted now
  std::deque<SharedSubmission> waiting_;
  std::map<std::int64_t, SharedSubmission> active_;  ///< not delivered yet
  std::deque<ResultPointer> results_;
  cel_session_state state_{};
  bool closing_ = false;
  std::vector<std::shared_ptr<Device>> devices_;
  std::vector<std::thread> workers_;
};

}  // namespace cellerate
