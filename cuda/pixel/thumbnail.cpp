/// Small 8-bit pictures of images.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/thumbnail.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "cuda/core/buffer.hpp"
#include "cuda/core/error.hpp"

namespace cellerate::kernel {
namespace {

/// Pillow's weights have 22 bits behind the point: 32 less 8 of the samples and 2 of overshoot.
constexpr int kWeightBits = 22;

double bicubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

/// The samples that make one sample of the result.
struct Window {
  int first = 0;
  std::vector<int> weights;
};

std::vector<Window> windows(int from, int to) {
  const double scale = static_cast<double>(from) / to, widening = std::max(scale, 1.0),
               support = 2 * widening;
  std::vector<Window> all(to);
  for (int i = 0; i < to; ++i) {
    const double centre = (i + 0.5) * scale;
    all[i].first = std::max(0, static_cast<int>(centre - support + 0.5));
    const int last = std::min(from, static_cast<int>(centre + support + 0.5));
    std::vector<double> weights;
    double sum = 0;
    for (int k = all[i].first; k < last; ++k) {
      weights.push_back(bicubic((k - centre + 0.5) * (1.0 / widening)));
      sum += weights.back();
    }
    for (const double weight : weights) {
      const double fixed = weight / sum * (1 << kWeightBits);
      all[i].weights.push_back(static_cast<int>(fixed < 0 ? fixed - 0.5 : fixed + 0.5));
    }
  }
  return all;
}

/// One sample from samples that are `stride` apart.
std::uint8_t weighted(const std::uint8_t* samples, std::int64_t stride, const Window& window) {
  int sum = 1 << (kWeightBits - 1);
  for (std::size_t k = 0; k < window.weights.size(); ++k)
    sum += samples[static_cast<std::int64_t>(k) * stride] * window.weights[k];
  return static_cast<std::uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

Picture resize_rows(const Picture& picture, int width) {
  if (width == picture.shape.width) return picture;
  Picture result{{picture.shape.height, width}, picture.channels, {}};
  const std::vector<Window> all = windows(picture.shape.width, width);
  for (int y = 0; y < picture.shape.height; ++y)
    for (const Window& window : all)
      for (int c = 0; c < picture.channels; ++c) {
        const std::int64_t first =
            (static_cast<std::int64_t>(y) * picture.shape.width + window.first) * picture.channels + c;
        result.samples.push_back(weighted(picture.samples.data() + first, picture.channels, window));
      }
  return result;
}

Picture resize_columns(const Picture& picture, int height) {
  if (height == picture.shape.height) return picture;
  Picture result{{height, picture.shape.width}, picture.channels, {}};
  const std::int64_t row = static_cast<std::int64_t>(picture.shape.width) * picture.channels;
  for (const Window& window : windows(picture.shape.height, height))
    for (std::int64_t i = 0; i < row; ++i)
      result.samples.push_back(weighted(picture.samples.data() + window.first * row + i, row, window));
  return result;
}

/// NumPy's cast to uint8 on x86: through 32 bits, modulo 256; what does not fit becomes 0.
std::uint8_t wrapped(double value) {
  return value > -2147483649.0 && value < 2147483648.0
             ? static_cast<std::uint8_t>(static_cast<std::uint32_t>(static_cast<std::int32_t>(value)))
             : 0;
}

template <class T>
Picture thumbnail_of(Queue& queue, const T* device, Shape2 shape, int channels, bool scale) {
  const int longest = std::max(shape.height, shape.width), shortest = std::min(shape.height, shape.width);
  CEL_REQUIRE(shortest > 0 && kThumbnailSize * shortest / longest > 0,
              "the image is too narrow for a thumbnail");
  const std::int64_t n = shape.size() * channels;
  const HostRead<T> pixels(queue, device, n);

  Picture picture{shape, channels, std::vector<std::uint8_t>(n)};
  if constexpr (std::is_floating_point_v<T>) {
    const auto [low, high] = std::minmax_element(pixels.data(), pixels.data() + n);
    const T offset = scale ? *low : T(0), divisor = scale ? *high : T(1);
    for (std::int64_t i = 0; i < n; ++i)
      picture.samples[i] = wrapped((pixels[i] - offset) / divisor * T(255));
  } else {
    for (std::int64_t i = 0; i < n; ++i) picture.samples[i] = pixels[i] ? 255 : 0;
  }
  const int other = kThumbnailSize * shortest / longest;
  return resize_bicubic(
      picture, shape.width == longest ? Shape2{other, kThumbnailSize} : Shape2{kThumbnailSize, other});
}

}  // namespace

Picture resize_bicubic(const Picture& picture, Shape2 shape) {
  return resize_columns(resize_rows(picture, shape.width), shape.height);
}

Picture thumbnail(Queue& queue, const float* pixels, Shape2 shape, int channels, bool scale) {
  return thumbnail_of(queue, pixels, shape, channels, scale);
}
Picture thumbnail(Queue& queue, const double* pixels, Shape2 shape, int channels, bool scale) {
  return thumbnail_of(queue, pixels, shape, channels, scale);
}
Picture thumbnail(Queue& queue, const std::uint8_t* binary, Shape2 shape, int channels, bool scale) {
  return thumbnail_of(queue, binary, shape, channels, scale);
}

}  // namespace cellerate::kernel
