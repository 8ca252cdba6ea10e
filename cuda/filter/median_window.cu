// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/median_window.hpp"

#include <algorithm>
#include <utility>

#include "cuda/core/launch.hpp"
#include "cuda/core/segmented_sort.hpp"

namespace cellerate::kernel {
namespace {

/// Integers in the order of the samples.
template <class T>
struct Keys {
  using Key = decltype(sign_ordered_bits(T()));
  static constexpr int kBits = 8 * sizeof(Key);
  CEL_FN static Key of(T value) { return sign_ordered_bits(value); }
  CEL_FN static T value(Key key) { return sign_ordered_value(key); }
};
template <>
struct Keys<std::uint8_t> {
  using Key = std::uint32_t;
  static constexpr int kBits = 1;
  CEL_FN static Key of(std::uint8_t value) { return value; }
  CEL_FN static std::uint8_t value(Key key) { return static_cast<std::uint8_t>(key); }
};

/// A channel's keys, with a frame of zeros before and behind that windows reach into.
template <class T>
struct FrameChannel {
  const T* image;
  Shape2 shape;
  int channels, channel, before;
  View2<typename Keys<T>::Key> framed;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = y - before, from_x = x - before;
    const std::int64_t pixel = static_cast<std::int64_t>(from_y) * shape.width + from_x;
    framed(y, x) = Keys<T>::of(shape.contains(from_y, from_x) ? image[pixel * channels + channel] : T(0));
  }
};

template <class T>
struct MedianTile {
  using Key = typename Keys<T>::Key;
  const Key* framed;  ///< plane by plane
  Shape2 framed_shape;
  int channels, channel, size;
  int first_channel, last_channel;  ///< of the window, as far as there are any
  std::int32_t rank, zeros;         ///< zeros: samples of channels that are not there
  T* out;
  Shape2 shape;

  CEL_FN void operator()(Block& block, Box box) const {
    const int n = box.width();
    Key* const found = block.scratch<Key>(n);
    std::int32_t* const below = block.scratch<std::int32_t>(n);
    const MedianTile all = *this;
    const Key zero = Keys<T>::of(T(0));
    for (int y = box.y0; y < box.y1; ++y) {
      block.each(n, [=](std::int64_t x) { found[x] = 0; });
      for (int bit = Keys<T>::kBits - 1; bit >= 0; --bit) {
        const Key one = Key{1} << bit;
        block.each(n, [=](std::int64_t x) { below[x] = zero < (found[x] | one) ? all.zeros : 0; });
        count_below(block, box, y, one, found, below);
        block.each(n, [=](std::int64_t x) { found[x] |= below[x] <= all.rank ? one : Key{0}; });
      }
      T* const to = out + (static_cast<std::int64_t>(y) * shape.width + box.x0) * channels + channel;
      const int step = channels;
      block.each(n, [=](std::int64_t x) { to[x * step] = Keys<T>::value(found[x]); });
    }
  }

  /// Samples of each window that are below what is found with one more bit.
  CEL_FN void count_below(Block& block, Box box, int y, Key one, const Key* found,
                          std::int32_t* below) const {
    for (int c = first_channel; c <= last_channel; ++c)
      for (int dy = 0; dy < size; ++dy) {
        const Key* const line =
            framed + (static_cast<std::int64_t>(c) * framed_shape.height + y + dy) * framed_shape.width +
            box.x0;
        const int width = size;
        block.each(box.width(), [=](std::int64_t x) {
          const Key limit = found[x] | one;
          std::int32_t count = 0;
          for (int dx = 0; dx < width; ++dx) count += line[x + dx] < limit;
          below[x] += count;
        });
      }
  }
};

template <class T>
void median(Queue& queue, View1<const T> image, Shape2 shape, int channels, int size, View1<T> out) {
  using Key = typename Keys<T>::Key;
  if (shape.empty()) return;
  CEL_REQUIRE(size >= 1, "a window has at least one pixel");
  const int before = size / 2, after = size - 1 - before;
  const Shape2 framed_shape{shape.height + size - 1, shape.width + size - 1};
  Buffer<Key> framed(queue, framed_shape.size() * channels);
  for (int channel = 0; channel < channels; ++channel)
    for_each_pixel(queue, framed_shape,
                   FrameChannel<T>{image.data,
                                   shape,
                                   channels,
                                   channel,
                                   before,
                                   {framed.data() + channel * framed_shape.size(), framed_shape}});
  const int width = std::min(shape.width, 256);
  for (int channel = 0; channel < channels; ++channel) {
    const int depth = channels > 1 ? size : 1;
    const int first = channels > 1 ? std::max(0, channel - before) : 0,
              last = channels > 1 ? std::min(channels - 1, channel + after) : 0;
    const std::int32_t samples = size * size * depth, there = size * size * (last - first + 1);
    for_each_tile(queue, shape, {16, width}, width * (sizeof(Key) + sizeof(std::int32_t)) + 32,
                  MedianTile<T>{framed.data(), framed_shape, channels, channel, size, first, last,
                                samples / 2, samples - there, out.data, shape});
  }
}

}  // namespace

void median_window(Queue& queue, View1<const float> image, Shape2 shape, int channels, int size,
                   View1<float> out) {
  median(queue, image, shape, channels, size, out);
}
void median_window(Queue& queue, View1<const double> image, Shape2 shape, int channels, int size,
                   View1<double> out) {
  median(queue, image, shape, channels, size, out);
}
void median_window(Queue& queue, View1<const std::uint8_t> image, Shape2 shape, int channels, int size,
                   View1<std::uint8_t> out) {
  median(queue, image, shape, channels, size, out);
}

}  // namespace cellerate::kernel
