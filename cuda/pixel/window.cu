// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/window.hpp"

#include <algorithm>
#include <type_traits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct CopyWindow {
  View2<const T> plane;
  int y0, x0;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    out(y, x) = plane.shape.contains(y + y0, x + x0) ? plane(y + y0, x + x0) : T{};
  }
};

template <class T>
struct CopyInterleaved {
  const T* pixels;
  Shape2 shape;
  int channels, y0, x0, out_width;
  T* out;
  CEL_FN void operator()(int y, int x) const {
    const bool inside = shape.contains(y + y0, x + x0);
    const T* const from = pixels + (static_cast<std::int64_t>(y + y0) * shape.width + x + x0) * channels;
    T* const to = out + (static_cast<std::int64_t>(y) * out_width + x) * channels;
    for (int c = 0; c < channels; ++c) to[c] = inside ? from[c] : T{};
  }
};

/// First and one past the last pixel of each row; nothing is begin = width, end = 0.
struct RowExtent {
  View2<const std::uint8_t> mask;
  std::int32_t *begins, *ends;
  CEL_FN void operator()(std::int64_t row) const {
    const std::uint8_t* pixels = mask.row(static_cast<int>(row));
    std::int32_t begin = mask.shape.width, end = 0;
    for (int x = 0; x < mask.shape.width; ++x)
      if (pixels[x]) {
        begin = x < begin ? x : begin;
        end = x + 1;
      }
    begins[row] = begin;
    ends[row] = end;
  }
};

}  // namespace

void copy_window(Queue& queue, View2<const std::int32_t> labels, int y0, int x0, View2<std::int32_t> out) {
  for_each_pixel(queue, out.shape, CopyWindow<std::int32_t>{labels, y0, x0, out});
}

void copy_window(Queue& queue, View2<const float> pixels, int y0, int x0, View2<float> out) {
  for_each_pixel(queue, out.shape, CopyWindow<float>{pixels, y0, x0, out});
}

void copy_window(Queue& queue, View2<const double> pixels, int y0, int x0, View2<double> out) {
  for_each_pixel(queue, out.shape, CopyWindow<double>{pixels, y0, x0, out});
}

void copy_window(Queue& queue, View2<const std::uint8_t> mask, int y0, int x0, View2<std::uint8_t> out) {
  for_each_pixel(queue, out.shape, CopyWindow<std::uint8_t>{mask, y0, x0, out});
}

void copy_window(Queue& queue, SampleView pixels, Shape2 shape, int channels, int y0, int x0,
                 Shape2 out_shape, void* out) {
  const auto copy = [&](auto* to) {
    using T = std::remove_pointer_t<decltype(to)>;
    for_each_pixel(
        queue, out_shape,
        CopyInterleaved<T>{static_cast<const T*>(pixels.data), shape, channels, y0, x0, out_shape.width, to});
  };
  switch (sample_size(pixels.type)) {
    case 1:
      return copy(static_cast<std::uint8_t*>(out));
    case 2:
      return copy(static_cast<std::uint16_t*>(out));
    case 4:
      return copy(static_cast<std::uint32_t*>(out));
    default:
      return copy(static_cast<std::uint64_t*>(out));
  }
}

Box bounding_box(Queue& queue, View2<const std::uint8_t> mask) {
  const int height = mask.shape.height;
  Buffer<std::int32_t> begins(queue, height), ends(queue, height);
  for_each_index(queue, height, RowExtent{mask, begins.data(), ends.data()});
  const std::vector<std::int32_t> first = download(queue, begins), last = download(queue, ends);
  Box box{height, mask.shape.width, 0, 0};
  for (int y = 0; y < height; ++y) {
    if (last[y] == 0) continue;
    box = {std::min(box.y0, y), std::min(box.x0, first[y]), y + 1, std::max(box.x1, last[y])};
  }
  return box.empty() ? Box{} : box;
}

}  // namespace cellerate::kernel
