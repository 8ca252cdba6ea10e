// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/gray_image.hpp"

#include <stdexcept>

#include "cuda/pixel/gray.hpp"

namespace cellerate::modules {

GrayImage::GrayImage(ImageSet& images, const std::string& name) : image_(images.image(name)) {
  Queue& queue = images.queue();
  const std::int64_t n = shape().size();
  if (image_.type() == CEL_F32 && image_.channels() == 1) {
    pixels_ = image_.plane<float>();
    return;
  }
  converted_ = Buffer<float>(queue, n);
  if (image_.channels() > 1) {
    if (image_.type() != CEL_F32 || image_.channels() < 3 ||
        !kernel::channels_are_equal(queue, image_.data<float>(), shape(), image_.channels()))
      throw std::invalid_argument("image '" + name +
                                  "' must be grayscale, but it is a color image: use ColorToGray");
    kernel::take_channel(queue, image_.data<float>(), image_.channels(), 0, converted_.view(shape()));
  } else if (image_.is_binary()) {
    kernel::binary_to_gray(queue, {image_.data<std::uint8_t>(), n}, converted_.view());
  } else if (image_.type() == CEL_F64) {
    kernel::narrow(queue, {image_.data<double>(), n}, converted_.view());
  } else {
    throw std::invalid_argument("image '" + name + "' holds labels, not intensities");
  }
  pixels_ = converted_.view(shape());
}

}  // namespace cellerate::modules
