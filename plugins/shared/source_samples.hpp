/// A decoded file in the queue's memory.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "cuda/pixel/convert.hpp"

namespace cellerate::modules {

/// The samples of one plane, as they are: on a CPU queue the file's own memory, on a GPU a copy.
class SourceSamples {
 public:
  /// @throws std::runtime_error if the file is a volume.
  SourceSamples(Queue& queue, const SourceImage& file);

  kernel::SampleView view() const { return {type_, data_, size()}; }
  std::int64_t size() const { return shape.size() * channels; }

  Shape2 shape;
  int channels = 1;
  double scale = 1;
  std::string file_name;

 private:
  kernel::Sample type_;
  const void* data_ = nullptr;
  Buffer<unsigned char> bytes_;
};

}  // namespace cellerate::modules
