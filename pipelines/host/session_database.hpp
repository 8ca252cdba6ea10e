/// The run database of a session. [any thread]
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "pipelines/image_set_run.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "sdk/io/run_database.hpp"

namespace cellerate {

class SessionDatabase {
 public:
  /// Where the modules of a session with this database note the files that they write.
  static std::filesystem::path journal_of(const std::filesystem::path& database);

  /// @throws OutputError also if there is such a file already
  SessionDatabase(const std::filesystem::path& path, const PipelineFacts& facts, const std::string& device);

  /// @throws OutputError
  void store(std::int64_t number, const ImageSetOutcome& outcome);
  /// Notes from which image set on a setting has another value. @throws OutputError
  void note_setting(std::int64_t number, const std::string& setting, const std::string& value);
  /// Completes it and calls the exporters; nothing is stored afterwards. @throws OutputError
  void finish(LoadedPipeline& pipeline);

 private:
  std::filesystem::path path_;
  std::mutex mutex_;
  RunDatabase database_;
  int setting_changes_ = 0;
};

}  // namespace cellerate
