// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/flip.hpp"

#include <algorithm>
#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct FlipSamples {
  const T* image;
  Shape2 shape;
  int channels;
  Flip flip;
  T* out;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = flip.top_bottom ? shape.height - 1 - y : y;
    const int from_x = flip.left_right ? shape.width - 1 - x : x;
    const T* from = image + (static_cast<std::int64_t>(from_y) * shape.width + from_x) * channels;
    T* to = out + (static_cast<std::int64_t>(y) * shape.width + x) * channels;
    for (int c = 0; c < channels; ++c) to[c] = from[c];
  }
};

/// Areas of the boxes from the centre to each pixel of a quadrant, as the lengths of the runs of ones along
/// both axes give them; 0 outside. @param step  down or up from the first row
void add_areas(const View2<const std::uint8_t>& inside, int first_row, int step, int first_column, int rows,
               std::vector<std::int64_t>& areas) {
  const int columns = inside.shape.width - first_column;
  std::vector<std::int64_t> below(columns, 0);
  for (int r = 0; r < rows; ++r) {
    std::int64_t beside = 0;
    for (int c = 0; c < columns; ++c) {
      const bool is_inside = inside(first_row + r * step, first_column + c) != 0;
      beside += is_inside;
      below[c] += is_inside;
      if (is_inside) areas[static_cast<std::int64_t>(r) * columns + c] += beside * below[c];
    }
  }
}

}  // namespace

void flip(Queue& queue, SampleView image, Shape2 shape, int channels, Flip flip, void* out) {
  const auto run = [&](auto sample) {
    using T = decltype(sample);
    for_each_pixel(
        queue, shape,
        FlipSamples<T>{static_cast<const T*>(image.data), shape, channels, flip, static_cast<T*>(out)});
  };
  switch (sample_size(image.type)) {
    case 1:
      return run(std::uint8_t{});
    case 4:
      return run(std::uint32_t{});
    default:
      return run(std::uint64_t{});
  }
}

Box largest_centered_box(Queue& queue, View2<const std::uint8_t> inside) {
  const Shape2 shape = inside.shape;
  if (shape.empty()) return {};
  const HostRead<std::uint8_t> host(queue, inside.data, inside.size());
  const View2<const std::uint8_t> plane = host.view(shape);
  const int half_y = shape.height / 2, half_x = shape.width / 2;
  const int rows = shape.height - half_y, columns = shape.width - half_x;
  std::vector<std::int64_t> areas(static_cast<std::size_t>(rows) * columns, 0);
  add_areas(plane, half_y, 1, half_x, rows, areas);
  add_areas(plane, shape.height - half_y - 1, -1, half_x, rows, areas);
  const auto best = static_cast<int>(std::max_element(areas.begin(), areas.end()) - areas.begin());
  const int y = best / columns + half_y, x = best % columns + half_x;
  return {std::max(shape.height - y - 1, 0), std::max(shape.width - x - 1, 0), y + 1, x + 1};
}

}  // namespace cellerate::kernel
