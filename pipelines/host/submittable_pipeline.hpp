/// A pipeline whose image sets a host program hands over: its input modules get channels in place of files.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipelines/loaded_pipeline.hpp"
#include "pipelines/model.hpp"

namespace cellerate {

/// What a pipeline is loaded from, again whenever a setting changes.
struct PipelineSource {
  Pipeline file;
  std::shared_ptr<const ModuleLibrary> library;
  PipelineFacts facts;  ///< folders and options
  LogFunction log;
};

/// An image or label image that each image set must have.
struct ChannelInfo {
  std::int32_t kind = CEL_NAME_IMAGE;  ///< CEL_NAME_*
  std::string name;
  int module_number = 0;
  bool operator==(const ChannelInfo&) const = default;
};

class SubmittablePipeline {
 public:
  /// Does not throw for what is wrong with the pipeline: see loaded().faults().
  explicit SubmittablePipeline(const PipelineSource& source);

  LoadedPipeline& loaded() { return *loaded_; }
  const LoadedPipeline& loaded() const { return *loaded_; }
  /// What the input modules load of files: they declare a URL of it.
  const std::vector<ChannelInfo>& channels() const { return channels_; }
  /// Number of the module after which nobody reads a channel any more.
  int last_input() const { return last_input_; }
  /// Calls the hooks before the run, but not those of the input modules, which would look for files.
  /// @param exports whether the exporters will be called at the end. @throws InputError
  void prepare(bool exports);

 private:
  std::unique_ptr<LoadedPipeline> loaded_;
  std::vector<ChannelInfo> channels_;
  int last_input_ = 0;
};

}  // namespace cellerate
