/// The samples of a pipeline's image, for kernels that take images of any type.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstddef>

#include "cuda/pixel/convert.hpp"

namespace cellerate::modules {

/// All samples of the image, interleaved.
kernel::SampleView samples_of(const Image& image);

/// A new image of samples of a pipeline's image, as CellProfiler makes one: binary images stay, all others
/// become float.
NewImage new_image(Queue& queue, Buffer<std::byte>&& samples, kernel::Sample type, Shape2 shape,
                   int channels);

/// A copy of the samples.
cel_memory copy_of_samples(Queue& queue, const Image& image);

/// A copy of the samples, 0 outside the mask.
cel_memory samples_inside(Queue& queue, const Image& image, View2<const std::uint8_t> mask);

/// The samples of a gray image in the type they have; colors whose channels are equal give one of them.
class GraySamples {
 public:
  /// @throws std::invalid_argument for other color images, and for labels
  GraySamples(ImageSet& images, const std::string& name);

  const Image& image() const { return image_; }
  Shape2 shape() const { return image_.shape(); }
  kernel::SampleView samples() const { return samples_; }
  bool is_single() const { return samples_.type == kernel::Sample::F32; }

 private:
  Image image_;
  Buffer<float> converted_;
  kernel::SampleView samples_;
};

}  // namespace cellerate::modules
