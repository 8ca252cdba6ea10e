// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Watershed/plane.hpp"

#include <stdexcept>
#include <type_traits>
#include <vector>

#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/convert.hpp"
#include "cuda/threshold/compact.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

using kernel::Arithmetic;
using kernel::ArithmeticStep;

bool is_color(const Image& image) { return image.channels() >= 3 && image.type() == CEL_F32; }

/// What is not in single precision, in double.
Plane widened(Queue& queue, const Image& image) {
  if (image.type() == CEL_F64) return Plane(image.plane<double>());
  Buffer<double> pixels(queue, image.shape());
  kernel::widen(queue, samples_of(image), pixels.view());
  return Plane(std::move(pixels), image.shape());
}

Plane luminance(Queue& queue, View1<const float> pixels, const Image& image) {
  Buffer<float> gray(queue, image.shape());
  kernel::rgb_to_gray(queue, pixels, image.channels(), gray.view());
  return Plane(std::move(gray), image.shape());
}

/// scikit-image's img_as_float: the range of a type is -1 ... 1.
std::vector<ArithmeticStep> scale_labels() {
  constexpr double kRange = 4294967295.0;
  return {{.op = Arithmetic::Add, .constant = 0.5, .is_single = false},
          {.op = Arithmetic::Multiply, .constant = 2 / kRange, .is_single = false}};
}

/// 1 - (sample - lowest) of interleaved samples, after other steps.
template <class T>
Buffer<T> inverted(Queue& queue, kernel::SampleView samples, int channels,
                   const std::vector<ArithmeticStep>& before) {
  constexpr bool kSingle = std::is_same_v<T, float>;
  std::vector<ArithmeticStep> steps{{.op = Arithmetic::Set,
                                     .operand = ArithmeticStep::Operand::Image,
                                     .image = samples,
                                     .channels = channels,
                                     .is_single = kSingle}};
  steps.insert(steps.end(), before.begin(), before.end());
  Buffer<T> result(queue, samples.size);
  kernel::calculate(queue, steps, channels, result.view());
  const double lowest = kernel::extrema(queue, std::as_const(result).view()).min;
  steps.push_back({.op = Arithmetic::Subtract, .constant = lowest, .is_single = kSingle});
  steps.push_back({.op = Arithmetic::SubtractFrom, .constant = 1, .is_single = kSingle});
  kernel::calculate(queue, steps, channels, result.view());
  return result;
}

}  // namespace

Buffer<std::uint8_t> Plane::nonzero(Queue& queue) const {
  Buffer<std::uint8_t> mask(queue, shape());
  visit([&](auto pixels) { kernel::nonzero(queue, {pixels.data, pixels.size()}, mask.view()); });
  return mask;
}

Plane plane_of(ImageSet& images, const std::string& name) {
  const Image image = images.image(name);
  if (image.channels() != 1)
    throw std::invalid_argument("image '" + name + "' must have one channel, not colors");
  return image.type() == CEL_F32 ? Plane(image.plane<float>()) : widened(images.queue(), image);
}

Plane gray_plane_of(ImageSet& images, const std::string& name) {
  const Image image = images.image(name);
  if (!is_color(image)) return plane_of(images, name);
  return luminance(images.queue(), {image.data<float>(), image.samples()}, image);
}

Plane inverted_plane_of(ImageSet& images, const std::string& name) {
  Queue& queue = images.queue();
  const Image image = images.image(name);
  if (is_color(image)) {
    const Buffer<float> colors = inverted<float>(queue, samples_of(image), image.channels(), {});
    return luminance(queue, colors.view(), image);
  }
  const auto steps = image.type() == CEL_I32 ? scale_labels() : std::vector<ArithmeticStep>();
  const Plane plane = plane_of(images, name);
  return plane.visit([&]<class T>(View2<const T> pixels) {
    constexpr auto kType = std::is_same_v<T, float> ? kernel::Sample::F32 : kernel::Sample::F64;
    return Plane(inverted<T>(queue, {kType, pixels.data, pixels.size()}, 1, steps), image.shape());
  });
}

}  // namespace cellerate::modules
