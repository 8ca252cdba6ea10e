/// cellerate.h: sessions.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/cellerate.h>

#include <algorithm>

#include "cuda/core/cores.hpp"
#include "pipelines/host/api_guard.hpp"
#include "pipelines/host/pipeline_handle.hpp"
#include "pipelines/host/session.hpp"

struct cel_session {
  cellerate::Session session;
};

namespace cellerate {
namespace {

Session& session_of(cel_session* handle) { return required(handle, "session").session; }

Session::Timeout timeout_of(std::int64_t timeout_ms) {
  if (timeout_ms == -1) return std::nullopt;
  // Longer than any wait, and short enough to be added to a time.
  constexpr std::int64_t kLongest = std::int64_t{1000} * 60 * 60 * 24 * 365;
  if (timeout_ms < -1 || timeout_ms > kLongest)
    throw invalid("timeout_ms is " + std::to_string(timeout_ms) + ": use -1 to wait for as long as it takes");
  return std::chrono::milliseconds(timeout_ms);
}

int at_least_zero(std::int32_t value, const char* name) {
  if (value < 0) throw invalid(std::string(name) + " is " + std::to_string(value) + ": must not be negative");
  return value;
}

void read_lists(const cel_session_options& given, SessionOptions& options) {
  if (given.label_count) required(given.labels, "labels");
  for (std::uint64_t i = 0; i < given.label_count; ++i)
    options.labels.insert(&required(given.labels[i], "a name in labels"));
  if (given.partial_count) required(given.partial_after, "partial_after");
  options.partial_after.insert(given.partial_after, given.partial_after + given.partial_count);
}

SessionOptions read_options(const cel_session_options& given) {
  SessionOptions options;
  options.jobs = std::max(1, at_least_zero(given.jobs, "jobs"));
  const int threads = at_least_zero(given.threads, "threads");
  options.threads = threads ? threads : std::max(1, usable_cores() / options.jobs);
  if (given.device) options.device = given.device;
  options.max_in_flight = given.max_in_flight ? given.max_in_flight : 2 * static_cast<unsigned>(options.jobs);
  options.max_bytes = given.max_bytes;
  if (given.database) options.database = given.database;
  if (given.label_folder) options.label_folder = given.label_folder;
  read_lists(given, options);
  if (given.on_result)
    options.on_result = [on_result = given.on_result, user = given.user](ResultPointer result) {
      on_result(user, result.release());
    };
  return options;
}

}  // namespace
}  // namespace cellerate

using namespace cellerate;

cel_status cel_session_open(const cel_pipeline* pipeline, const cel_session_options* options,
                            cel_session** session) {
  return guarded([&] {
    required(session, "session") = nullptr;
    const cel_session_options given =
        options ? read_versioned(*options, "cel_session_options") : cel_session_options{};
    *session = new cel_session{Session(required(pipeline, "pipeline").source, read_options(given))};
  });
}

cel_status cel_session_close(cel_session* session) {
  if (!session) return CEL_OK;
  bool mine = true;
  const cel_status status = guarded([&] {
    mine = false;
    session->session.not_in_callback("cel_session_close");
    mine = true;
    session->session.close();
  });
  if (mine) delete session;
  return status;
}

const char* cel_session_device(const cel_session* session) {
  const char* device = "";
  guarded([&] { device = required(session, "session").session.device().c_str(); });
  return device;
}

cel_status cel_session_submit(cel_session* session, const cel_image_set* image_set, int64_t timeout_ms,
                              int64_t* number) {
  return guarded([&]() -> cel_status {
    const auto given = session_of(session).submit(required(image_set, "image_set"), timeout_of(timeout_ms));
    if (!given) throw ApiError(CEL_BUSY, "the session holds as many image sets as it may");
    if (number) *number = *given;
    return CEL_OK;
  });
}

cel_status cel_session_get_state(cel_session* session, cel_session_state* state) {
  return guarded([&] { write_versioned(state, session_of(session).state(), "cel_session_state"); });
}

cel_status cel_session_next(cel_session* session, int64_t timeout_ms, cel_result** result) {
  return guarded([&] {
    required(result, "result") = nullptr;
    *result = session_of(session).next(timeout_of(timeout_ms)).release();
    if (!*result) throw ApiError(CEL_ABSENT, "there is no result");
  });
}

cel_status cel_session_flush(cel_session* session, int64_t timeout_ms) {
  return guarded([&] {
    if (!session_of(session).flush(timeout_of(timeout_ms)))
      throw ApiError(CEL_BUSY, "not all that was submitted is computed yet");
  });
}

cel_status cel_session_cancel(cel_session* session, int64_t number) {
  return guarded([&] {
    if (!session_of(session).cancel(number))
      throw ApiError(CEL_ABSENT, "image set " + std::to_string(number) + " is not in flight");
  });
}

cel_status cel_session_cancel_all(cel_session* session) {
  return guarded([&] { session_of(session).cancel_all(); });
}

cel_status cel_session_set(cel_session* session, int32_t module_number, uint64_t index, const char* value) {
  return guarded([&] { session_of(session).set(module_number, index, &required(value, "value")); });
}
