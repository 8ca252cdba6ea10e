/// Runs a pipeline over image files into a run database: what `cellerate run` does.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sdk/src/module_library.hpp"
#include "sdk/src/pipeline_facts.hpp"

namespace cellerate {

struct RunOptions {
  std::filesystem::path pipeline;
  std::filesystem::path input;      ///< folder that is walked for image files; empty: the project's own list
  std::filesystem::path output;     ///< where cellerate.sqlite and the exported files go
  std::filesystem::path file_list;  ///< text file, one path or URL a line; wins over input
  std::filesystem::path data_file;  ///< CSV for LoadData
  std::filesystem::path save_labels;  ///< folder for label images; empty: none
  std::string device = "auto";
  std::string ties =
      "exact";   ///< or "fast": the first of equal values where CellProfiler's choice is an accident
  int jobs = 0;  ///< image sets in flight; 0: one a core, or two on a GPU
  std::int64_t first = 0, last = 0;           ///< image set numbers; 0: no limit
  std::map<std::string, std::string> groups;  ///< only groups with these metadata values
};

/// Where a run stands; done counts those of an earlier, interrupted run too.
struct RunProgress {
  std::int64_t done = 0, failed = 0, total = 0;
  std::string last_error;  ///< of the image set that just failed
};

struct FailedImageSet {
  std::int64_t number = 0;
  std::string error;
};

struct RunSummary {
  std::int64_t total = 0, done = 0, skipped = 0, resumed = 0;
  std::vector<FailedImageSet> failed;
  bool stopped_early = false;
  double seconds = 0;
  std::string device;
  std::filesystem::path database;
};

/// The pipeline has faults; all of them.
struct FaultyPipeline : std::runtime_error {
  explicit FaultyPipeline(std::vector<Fault> all);
  std::vector<Fault> faults;
};

/// Something that the run needs to read is not there or not readable.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Runs every image set that the database does not hold yet, then the exporters.
/// @param cancel becoming true stops the run after the image sets in flight
/// @throws FaultyPipeline, PipelineError, InputError, OutputError, DeviceError; nothing is written where it
/// throws
///         before the first image set
RunSummary run_pipeline(const RunOptions& options, const ModuleLibrary& library,
                        const std::atomic<bool>& cancel,
                        const std::function<void(const RunProgress&)>& on_progress,
                        const std::function<void(std::int32_t level, const std::string&)>& log);

}  // namespace cellerate
