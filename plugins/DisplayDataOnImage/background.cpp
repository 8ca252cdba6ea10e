// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/DisplayDataOnImage/background.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/channel_means.hpp"
#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/display_colors.hpp"
#include "cuda/pixel/sample_range.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

constexpr int kColors = 3;
constexpr std::uint8_t kWhite = 255;

Image intensities(ImageSet& images, const std::string& name) {
  const Image image = images.image(name);
  if (image.type() == CEL_I32)
    throw std::invalid_argument("image '" + name + "' holds labels, not intensities");
  return image;
}

/// Bytes of samples in the precision they have; those of binary images are whole in either.
Buffer<std::uint8_t> bytes_of(Queue& queue, kernel::SampleView samples) {
  Buffer<std::uint8_t> bytes(queue, samples.size);
  if (samples.type == kernel::Sample::F32) {
    kernel::display_bytes(queue, View1<const float>{static_cast<const float*>(samples.data), samples.size},
                          bytes.view());
    return bytes;
  }
  Buffer<double> wide(queue, samples.size);
  kernel::widen(queue, samples, wide.view());
  kernel::display_bytes(queue, std::as_const(wide).view(), bytes.view());
  return bytes;
}

/// The darkest and the brightest byte of an image.
std::pair<int, int> byte_range(Queue& queue, kernel::SampleView samples) {
  const kernel::SampleRange range = kernel::sample_range(queue, samples, 1, 0, {});
  if (range.high < range.low) return {0, 0};
  const auto ends = upload<double>(queue, {range.low, range.high});
  const auto bytes = download(queue, bytes_of(queue, {kernel::Sample::F64, ends.data(), ends.size()}));
  return {range.has_nan ? 0 : bytes[0], bytes[1]};
}

/// matplotlib's way from a byte to a color: to 0.1 ... 0.9 of the range, as its resampling wants it, and
/// back, all in single precision.
std::vector<std::uint8_t> greys(int low, int high) {
  const Colormap map = Colormap::named("Greys");
  const auto base = static_cast<float>(low), room = static_cast<float>((high - low) / .8);
  constexpr float kOffset = .1f;
  const auto there_and_back = [&](int byte) {
    float value = static_cast<float>(byte) - base;
    if (low != high) value /= room;
    value = value + kOffset - kOffset;
    if (low != high) value *= room;
    return value + base;
  };
  const float first = there_and_back(low), last = there_and_back(high);
  std::vector<std::uint8_t> colors(256 * kColors, kWhite);
  for (int byte = low; byte <= high; ++byte) {
    const float position = first == last ? 0 : (there_and_back(byte) - first) / (last - first);
    const Rgb color = map.at(position);
    for (int c = 0; c < kColors; ++c) colors[byte * kColors + c] = static_cast<std::uint8_t>(color[c] * 255);
  }
  return colors;
}

/// The plane that is tinted, in the precision of CellProfiler's sums.
Buffer<double> gray_plane(ImageSet& images, const std::string& name) {
  Queue& queue = images.queue();
  const Image image = intensities(images, name);
  Buffer<double> plane(queue, image.shape());
  if (image.channels() == 1) {
    kernel::widen(queue, samples_of(image), plane.view());
  } else if (image.type() == CEL_F32) {
    Buffer<float> means(queue, image.shape());
    kernel::channel_means(queue, {image.data<float>(), image.samples()}, image.channels(), means.view());
    kernel::widen(queue, {kernel::Sample::F32, means.data(), means.size()}, plane.view());
  } else {
    kernel::channel_means(queue, {image.data<double>(), image.samples()}, image.channels(), plane.view());
  }
  return plane;
}

}  // namespace

Buffer<std::uint8_t> blank_image(Queue& queue, Shape2 shape) {
  return upload(queue, std::vector<std::uint8_t>(shape.size() * kColors, kWhite));
}

Buffer<std::uint8_t> shown_image(ImageSet& images, const std::string& name) {
  Queue& queue = images.queue();
  const Image image = intensities(images, name);
  if (image.channels() != 1 && image.channels() != kColors)
    throw std::invalid_argument("image '" + name + "' must be gray or of three colors");
  Buffer<std::uint8_t> bytes = bytes_of(queue, samples_of(image));
  if (image.channels() == kColors) return bytes;
  const auto [low, high] = byte_range(queue, samples_of(image));
  Buffer<std::uint8_t> colors(queue, kColors * image.shape().size());
  kernel::color_bytes(queue, std::as_const(bytes).view(), upload(queue, greys(low, high)).view(),
                      colors.view());
  return colors;
}

Buffer<std::uint8_t> tinted_objects(ImageSet& images, const std::string& name, bool wants_image,
                                    const std::string& objects_name, const std::vector<Rgb>& colors) {
  Queue& queue = images.queue();
  const Objects objects = images.objects(objects_name);
  if (objects.shape() != images.image(name).shape())
    throw std::invalid_argument("image '" + name + "' and objects '" + objects_name + "' differ in size");
  std::vector<double> flat;
  for (const Rgb& color : colors) flat.insert(flat.end(), color.begin(), color.end());
  const View1<const std::int32_t> labels{objects.labels().data, objects.shape().size()};
  Buffer<std::uint8_t> tinted(queue, kColors * labels.size);
  if (wants_image) {
    kernel::tint_labels(queue, gray_plane(images, name).view(), labels, upload(queue, flat).view(),
                        tinted.view());
    return tinted;
  }
  std::fill_n(flat.begin(), kColors, 0.0);
  const auto ones = upload(queue, std::vector<double>(labels.size, 1.0));
  kernel::tint_labels(queue, ones.view(), labels, upload(queue, flat).view(), tinted.view());
  return tinted;
}

}  // namespace cellerate::modules
