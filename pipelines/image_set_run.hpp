/// One image set through all modules of a pipeline.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include "cuda/core/queue.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "sdk/data/image_set_table.hpp"
#include "sdk/data/measurements.hpp"
#include "sdk/io/run_database.hpp"

namespace cellerate {

struct ImageSetOutcome {
  ImageSetStatus status = ImageSetStatus::kDone;
  bool cancelled = false;  ///< the run was asked to stop: nothing of it is kept
  std::string error;
  double seconds = 0;
  Measurements measurements;
};

/// Runs the modules in order. Whatever goes wrong in a module ends up in the outcome. [any thread, one queue
/// each]
/// @param save_labels folder for label images; empty: none
ImageSetOutcome run_image_set(LoadedPipeline& pipeline, const ImageSetTable& table, const ImageSetRow& row,
                              Queue& queue, const std::atomic<bool>& cancel,
                              const std::filesystem::path& save_labels);

}  // namespace cellerate
