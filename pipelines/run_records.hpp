/// What a run database holds beside image sets: where it came from, and what the exporters make of it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>

#include "pipelines/loaded_pipeline.hpp"
#include "sdk/io/run_database.hpp"

namespace cellerate {

/// An id that no other run has.
std::string new_run_id();

/// Records the pipeline, the versions, the device and the time.
void describe_run(RunDatabase& database, const PipelineFacts& facts, const std::string& device);

/// Calls the hooks at the end of a run. @param path of the database, which is finished
/// @throws OutputError if one fails
void export_results(LoadedPipeline& pipeline, RunDatabase& database, const std::filesystem::path& path);

}  // namespace cellerate
