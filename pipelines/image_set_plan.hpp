/// Which image sets a run has: what the input modules build, cut down to what the options ask for.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "pipelines/loaded_pipeline.hpp"
#include "pipelines/run.hpp"
#include "sdk/data/image_set_table.hpp"

namespace cellerate {

struct ImageSetPlan {
  ImageSetTable table;
  std::vector<const ImageSetRow*> selected;  ///< rows of the table, in the order of processing
  std::string
      inputs_sha256;  ///< of all image sets with their files and metadata: another hash is another run
};

/// Runs prepare_run of every module. @throws InputError if one fails or no image set is left
ImageSetPlan plan_image_sets(LoadedPipeline& pipeline, const Pipeline& file, const RunOptions& options);

}  // namespace cellerate
