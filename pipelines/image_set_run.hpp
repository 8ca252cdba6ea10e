/// Image sets through all modules of a pipeline, one by one or group by group.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cuda/core/queue.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "sdk/data/group_slots.hpp"
#include "sdk/data/image_set_state.hpp"
#include "sdk/data/image_set_table.hpp"
#include "sdk/data/measurements.hpp"
#include "sdk/io/run_database.hpp"
#include "sdk/io/shared_planes.hpp"
#include "sdk/io/source_reader.hpp"

namespace cellerate {

struct ImageSetOutcome {
  ImageSetStatus status = ImageSetStatus::kDone;
  bool cancelled = false;  ///< the run was asked to stop: nothing of it is kept
  std::string error;
  double seconds = 0;
  Measurements measurements;

  bool goes_on() const { return status == ImageSetStatus::kDone && !cancelled; }
};

/// Looks at an image set while its images and objects are there. [the thread that runs it]
class ImageSetObserver {
 public:
  virtual ~ImageSetObserver() = default;
  /// A module has done all that it had to do.
  virtual void after_module(const ModuleInstance& module, const ImageSetState& state) = 0;
  /// No module runs any more, whatever the reason.
  virtual void at_end(const ImageSetState& state) = 0;
};

/// What the image sets of a run have in common.
struct RunContext {
  LoadedPipeline& pipeline;
  const std::atomic<bool>& cancel;
  std::filesystem::path save_labels;  ///< folder for label images; empty: none
};

/// Runs one image set by itself: nothing of the pipeline looks at groups. Whatever goes wrong in a module is
/// in the outcome. [any thread, one queue each]
ImageSetOutcome run_image_set(const RunContext& run, const ImageSetRow& row, ImageSources& sources,
                              Queue& queue, ImageSetObserver& observer);

/// Where image sets of files come from.
struct FileInputs {
  const ImageSetTable& table;
  SharedPlanes& planes;
};

/// Runs image sets of files in order and hands over each outcome as soon as it is final. Whatever goes wrong
/// in a module is in the outcome. [any thread, one queue each]
/// @param rows one image set, or all of a group where a module of the pipeline has a hook of groups
void run_image_sets(const RunContext& run, const FileInputs& files,
                    const std::vector<const ImageSetRow*>& rows, Queue& queue,
                    const std::function<void(const ImageSetRow&, const ImageSetOutcome&)>& done);

/// Whether a module looks at groups as a whole: then the image sets of a group are run in order, by one
/// worker.
bool needs_groups(const LoadedPipeline& pipeline);
/// The first such module; null if there is none.
const ModuleInstance* first_group_module(const LoadedPipeline& pipeline);

}  // namespace cellerate
