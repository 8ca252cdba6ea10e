// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/image_samples.hpp"

#include <stdexcept>
#include <utility>

#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/mask.hpp"

namespace cellerate::modules {
namespace {

kernel::Sample sample_type(const Image& image) {
  switch (image.type()) {
    case CEL_BOOL:
      return kernel::Sample::Bool;
    case CEL_F64:
      return kernel::Sample::F64;
    case CEL_I32:
      return kernel::Sample::I32;
    default:
      return kernel::Sample::F32;
  }
}

}  // namespace

kernel::SampleView samples_of(const Image& image) {
  return {sample_type(image), image.c().pixels.data, image.samples()};
}

NewImage new_image(Queue& queue, Buffer<std::byte>&& samples, kernel::Sample type, Shape2 shape,
                   int channels) {
  NewImage image{.shape = shape, .channels = channels, .type = CEL_F32};
  if (type == kernel::Sample::Bool) image.type = CEL_BOOL;
  if (type == kernel::Sample::Bool || type == kernel::Sample::F32) {
    image.pixels = hand_over(std::move(samples));
    return image;
  }
  Buffer<float> converted(queue, shape.size() * channels);
  kernel::full_range(queue, {type, samples.data(), converted.size()}, converted.view());
  image.pixels = hand_over(std::move(converted));
  return image;
}

cel_memory copy_of_samples(Queue& queue, const Image& image) {
  const kernel::SampleView samples = samples_of(image);
  Buffer<std::byte> copy(queue, samples.size * kernel::sample_size(samples.type));
  queue.copy(copy.data(), samples.data, static_cast<std::size_t>(copy.size()));
  return hand_over(std::move(copy));
}

cel_memory samples_inside(Queue& queue, const Image& image, View2<const std::uint8_t> mask) {
  const kernel::SampleView samples = samples_of(image);
  Buffer<std::byte> inside(queue, samples.size * kernel::sample_size(samples.type));
  kernel::keep_inside(queue, mask, samples, image.channels(), inside.data());
  return hand_over(std::move(inside));
}

GraySamples::GraySamples(ImageSet& images, const std::string& name) : image_(images.image(name)) {
  if (image_.type() == CEL_I32)
    throw std::invalid_argument("image '" + name + "' holds labels, not intensities");
  samples_ = samples_of(image_);
  if (image_.channels() == 1) return;
  if (image_.channels() < 3 || image_.type() != CEL_F32 ||
      !kernel::channels_are_equal(images.queue(), image_.data<float>(), shape(), image_.channels()))
    throw std::invalid_argument("image '" + name +
                                "' must be grayscale, but it is a color image: use ColorToGray");
  converted_ = Buffer<float>(images.queue(), shape());
  kernel::take_channel(images.queue(), image_.data<float>(), image_.channels(), 0, converted_.view(shape()));
  samples_ = {kernel::Sample::F32, converted_.data(), converted_.size()};
}

}  // namespace cellerate::modules
