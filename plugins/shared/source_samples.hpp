/// A decoded file in the queue's memory.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "cuda/pixel/convert.hpp"

namespace cellerate::modules {

/// The samples of one plane, uploaded as they are.
class SourceSamples {
 public:
  /// @throws std::runtime_error if the file is a volume.
  SourceSamples(Queue& queue, const SourceImage& file);

  kernel::SampleView view() const { return {type_, bytes_.data(), size()}; }
  std::int64_t size() const { return shape.size() * channels; }

  Shape2 shape;
  int channels = 1;
  double scale = 1;
  std::string file_name;

 private:
  kernel::Sample type_;
  Buffer<unsigned char> bytes_;
};

}  // namespace cellerate::modules
