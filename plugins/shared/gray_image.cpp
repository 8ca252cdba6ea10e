// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/gray_image.hpp"

#include "cuda/pixel/gray.hpp"

namespace cellerate::modules {

GrayImage::GrayImage(ImageSet& images, const std::string& name) : source_(images, name) {
  const kernel::SampleView samples = source_.samples();
  if (source_.is_single()) {
    pixels_ = {static_cast<const float*>(samples.data), shape()};
    return;
  }
  converted_ = Buffer<float>(images.queue(), shape());
  if (samples.type == kernel::Sample::F64)
    kernel::narrow(images.queue(), {static_cast<const double*>(samples.data), samples.size},
                   converted_.view());
  else
    kernel::binary_to_gray(images.queue(), {static_cast<const std::uint8_t*>(samples.data), samples.size},
                           converted_.view());
  pixels_ = converted_.view(shape());
}

}  // namespace cellerate::modules
