// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/FlipAndRotate/turned_image.hpp"

#include <cmath>
#include <type_traits>
#include <utility>

#include "cuda/filter/rotate.hpp"
#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/color.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/image_labels.hpp"
#include "cuda/pixel/mask.hpp"
#include "cuda/pixel/masked_mean.hpp"
#include "cuda/pixel/window.hpp"

namespace cellerate::modules {
namespace {

using kernel::Sample;

template <class T>
Buffer<std::byte> bytes_of(Queue& queue, const Buffer<T>& samples) {
  Buffer<std::byte> bytes(queue, samples.size() * sizeof(T));
  queue.copy(bytes.data(), samples.data(), bytes.size());
  return bytes;
}

/// Channel by channel, in the precision that is given.
template <class T>
Buffer<T> turned_samples(Queue& queue, const T* samples, Shape2 shape, int channels, double degrees,
                         Shape2 box) {
  Buffer<T> out(queue, box.size() * channels);
  if (channels == 1) {
    kernel::rotate(queue, View2<const T>{samples, shape}, degrees, 0, 0, out.view(box));
    return out;
  }
  constexpr Sample kType = std::is_same_v<T, float> ? Sample::F32 : Sample::F64;
  Buffer<T> plane(queue, shape), turned_plane(queue, box);
  for (int c = 0; c < channels; ++c) {
    kernel::take_channel(queue, samples, channels, c, plane.view(shape));
    kernel::rotate(queue, std::as_const(plane).view(shape), degrees, 0, 0, turned_plane.view(box));
    kernel::put_channel(queue, {kType, turned_plane.data(), turned_plane.size()}, channels, c, out.data());
  }
  return out;
}

/// Doubles as SciPy casts them to the type of the image: fractions of binary images are cut off, whole
/// numbers rounded (those below 0 vanish in the precision of the image that is made of them).
Buffer<std::byte> as_type(Queue& queue, const Buffer<double>& values, Sample type, Shape2 plane) {
  const kernel::SampleView view{Sample::F64, values.data(), values.size()};
  if (type == Sample::Bool) {
    Buffer<std::uint8_t> binary(queue, values.size());
    kernel::above(queue, view, std::nextafter(1.0, 0.0), binary.view());
    return bytes_of(queue, binary);
  }
  if (type == Sample::F64) return bytes_of(queue, values);
  Buffer<double> shifted(queue, values.size());
  kernel::ArithmeticStep set, add;
  set.operand = kernel::ArithmeticStep::Operand::Image;
  set.image = view;
  add.op = kernel::Arithmetic::Add;
  add.constant = 0.5;
  set.is_single = add.is_single = false;
  kernel::calculate(queue, {set, add}, 1, shifted.view());
  Buffer<std::int32_t> whole(queue, values.size());
  kernel::truncated_labels(queue, std::as_const(shifted).view(plane), whole.view(plane));
  return bytes_of(queue, whole);
}

/// Where a turned mask is above a half.
Buffer<std::uint8_t> turned_mask(Queue& queue, const Buffer<std::uint8_t>& mask, Shape2 shape, double degrees,
                                 Shape2 box) {
  Buffer<double> wide(queue, mask.size());
  kernel::widen(queue, {Sample::Bool, mask.data(), mask.size()}, wide.view());
  const Buffer<double> values = turned_samples<double>(queue, wide.data(), shape, 1, degrees, box);
  Buffer<std::uint8_t> result(queue, box);
  kernel::above(queue, {Sample::F64, values.data(), values.size()}, 0.5, result.view());
  return result;
}

}  // namespace

void fill_with_ones(Queue& queue, Buffer<std::uint8_t>& mask) {
  kernel::fill(queue, std::uint8_t{1}, mask.view());
}

TurnedImage turned(Queue& queue, const TurnedImage& image, double degrees) {
  const Shape2 box = kernel::rotated_shape(image.shape, degrees);
  TurnedImage result{.shape = box, .channels = image.channels, .type = image.type};
  if (image.type == Sample::F32) {
    result.samples =
        bytes_of(queue, turned_samples(queue, reinterpret_cast<const float*>(image.samples.data()),
                                       image.shape, image.channels, degrees, box));
  } else {
    Buffer<double> wide(queue, image.shape.size() * image.channels);
    kernel::widen(queue, {image.type, image.samples.data(), wide.size()}, wide.view());
    const Buffer<double> values =
        turned_samples<double>(queue, wide.data(), image.shape, image.channels, degrees, box);
    result.samples = as_type(queue, values, image.type, {box.height, box.width * image.channels});
  }
  Buffer<std::uint8_t> everywhere(queue, image.shape);
  fill_with_ones(queue, everywhere);
  result.inside = turned_mask(queue, everywhere, image.shape, degrees, box);
  result.mask = turned_mask(queue, image.mask, image.shape, degrees, box);
  kernel::intersect(queue, result.mask.view(), std::as_const(result.inside).view());
  return result;
}

TurnedImage part_of(Queue& queue, const TurnedImage& image, Box box) {
  const Shape2 shape{box.height(), box.width()};
  TurnedImage part{.shape = shape, .channels = image.channels, .type = image.type};
  const std::int64_t samples = image.shape.size() * image.channels;
  part.samples = Buffer<std::byte>(queue, shape.size() * image.channels * kernel::sample_size(image.type));
  kernel::copy_window(queue, {image.type, image.samples.data(), samples}, image.shape, image.channels, box.y0,
                      box.x0, shape, part.samples.data());
  part.mask = Buffer<std::uint8_t>(queue, shape);
  kernel::copy_window(queue, image.mask.view(image.shape), box.y0, box.x0, part.mask.view(shape));
  return part;
}

}  // namespace cellerate::modules
