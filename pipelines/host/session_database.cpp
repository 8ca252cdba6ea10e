// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/host/session_database.hpp"

#include "pipelines/run_records.hpp"
#include "sdk/io/output_error.hpp"

namespace cellerate {
namespace {

const std::string& new_path(const std::filesystem::path& path) {
  if (std::filesystem::exists(path))
    throw OutputError(path.string() + ": it is there already, and a session makes a new one");
  return path.native();
}

RunIdentity identity_of(const PipelineFacts& facts) {
  return {.pipeline = facts.pipeline_text,
          .inputs_sha256 = "submitted",
          .settings = {},
          .run_id = facts.options.at("run-id")};
}

}  // namespace

std::filesystem::path SessionDatabase::journal_of(const std::filesystem::path& database) {
  return database.string() + ".files";
}

SessionDatabase::SessionDatabase(const std::filesystem::path& path, const PipelineFacts& facts,
                                 const std::string& device)
    : path_(path), database_(new_path(path), identity_of(facts), facts.columns) {
  std::filesystem::remove(journal_of(path));  // of another session, which nobody completed
  describe_run(database_, facts, device);
}

void SessionDatabase::store(std::int64_t number, const ImageSetOutcome& outcome) {
  std::lock_guard lock(mutex_);
  database_.store(number, outcome.status, outcome.seconds, outcome.error, outcome.measurements);
}

void SessionDatabase::note_setting(std::int64_t number, const std::string& setting,
                                   const std::string& value) {
  std::lock_guard lock(mutex_);
  database_.set_experiment("setting_change_" + std::to_string(++setting_changes_),
                           "from image set " + std::to_string(number) + ": " + setting + ": " + value);
}

void SessionDatabase::finish(LoadedPipeline& pipeline) {
  std::lock_guard lock(mutex_);
  database_.finish();
  export_results(pipeline, database_, path_);
  std::filesystem::remove(journal_of(path_));
}

}  // namespace cellerate
