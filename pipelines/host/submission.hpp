/// An image set on its way from a host program to the modules: checked, and its pixels borrowed.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/cellerate.h>

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cuda/core/queue.hpp"
#include "pipelines/host/submittable_pipeline.hpp"
#include "sdk/data/image_set_table.hpp"
#include "sdk/io/source_reader.hpp"

namespace cellerate {

/// Pixels of a channel where the host has them.
struct SubmittedChannel {
  std::string name;
  PixelType type = PixelType::UInt8;
  int height = 0, width = 0, channels = 1;
  const void* pixels = nullptr;
  std::int64_t row_stride = 0;  ///< bytes
  double scale = 1;             ///< the sample that becomes 1
  bool on_gpu = false;
  void* stream = nullptr;  ///< of pixels on a GPU
  std::string file_name, path_name;

  std::int64_t row_bytes() const {
    return static_cast<std::int64_t>(width) * channels * static_cast<std::int64_t>(pixel_size(type));
  }
  bool has_gaps() const { return row_stride != row_bytes(); }
};

/// An image set that a session has taken.
struct Submission {
  std::shared_ptr<SubmittablePipeline> pipeline;  ///< with the settings of the time of submission
  ImageSetRow row;
  std::vector<SubmittedChannel> channels;
  std::vector<std::pair<std::string, std::string>> metadata;
  void* user_tag = nullptr;
  void (*release)(void* owner) = nullptr;
  void* owner = nullptr;
  std::shared_ptr<const void> lease;  ///< whose end gives the pixels back
  std::atomic<bool> cancel{false};
  std::chrono::steady_clock::time_point submitted{};

  std::uint64_t bytes() const;
};

/// Checks the caller's structs against what the pipeline needs. The pixels are not looked at.
/// @throws ApiError
std::shared_ptr<Submission> read_submission(const cel_image_set& image_set,
                                            std::shared_ptr<SubmittablePipeline> pipeline,
                                            bool session_on_gpu);

/// The channels of a submission as sources of the input modules. A channel whose rows follow each other in
/// host memory is handed on as it lies there; others are copied when they are read.
class SubmittedImages final : public ImageSources {
 public:
  SubmittedImages(std::shared_ptr<Submission> submission, Queue& queue)
      : submission_(std::move(submission)), queue_(queue) {}
  std::shared_ptr<const DecodedSource> read(const std::string& channel) override;
  /// Gives the pixels back as soon as no module uses them any more.
  void release() { submission_->lease.reset(); }

 private:
  std::shared_ptr<Submission> submission_;
  Queue& queue_;
};

}  // namespace cellerate
