/// An erosion and a dilation for each line; the least and the greatest are kept.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/line_opening.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/morphology/draw_line.hpp"
#include "cuda/morphology/footprint.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kDirections = 18, kDegrees = 10;

/// Pixels of a line through the origin, drawn from both ends to the middle.
std::vector<Offset> line_footprint(int length, double degrees) {
  const double angle = degrees * std::numbers::pi / 180, epsilon = std::numeric_limits<double>::epsilon();
  const int dx = static_cast<int>(std::nearbyint(epsilon + std::cos(angle) * length / 2));
  const int dy = -static_cast<int>(std::nearbyint(epsilon + std::sin(angle) * length / 2));
  std::vector<Offset> offsets;
  for (const int sign : {-1, 1})
    for (const Offset point : line_points({sign * dy, sign * dx}, {0, 0}))
      if (std::find(offsets.begin(), offsets.end(), point) == offsets.end()) offsets.push_back(point);
  return offsets;
}

template <class T, bool kIsErosion>
struct Extreme {
  View2<const T> image;
  View2<const std::uint8_t> mask;
  const Offset* offsets;
  int count;
  View2<T> out;

  CEL_FN void operator()(int y, int x) const {
    if (mask && !mask(y, x)) {
      out(y, x) = image(y, x);
      return;
    }
    T extreme = at(y, x, 0);
    for (int k = 1; k < count; ++k) {
      const T value = at(y, x, k);
      if (kIsErosion ? value < extreme : value > extreme) extreme = value;
    }
    out(y, x) = extreme;
  }
  CEL_FN T at(int y, int x, int k) const {
    const int v = y + offsets[k].dy, u = x + offsets[k].dx;
    return image.shape.contains(v, u) && (!mask || mask(v, u)) ? image(v, u) : T(kIsErosion);
  }
};

template <class T>
struct Widen {
  const T* opened;
  bool is_first;
  T *least, *greatest;
  CEL_FN void operator()(std::int64_t i) const {
    least[i] = is_first || opened[i] < least[i] ? opened[i] : least[i];
    greatest[i] = is_first || opened[i] > greatest[i] ? opened[i] : greatest[i];
  }
};

template <class T>
struct Subtract {
  const T* least;
  T* greatest;
  CEL_FN void operator()(std::int64_t i) const { greatest[i] -= least[i]; }
};

template <class T>
void open_all(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, int length, View2<T> out) {
  CEL_REQUIRE(out.shape == image.shape, "open lines: the output must have the shape of the image");
  const Shape2 shape = image.shape;
  Buffer<T> eroded(queue, shape), opened(queue, shape), least(queue, shape);
  for (int direction = 0; direction < kDirections; ++direction) {
    // The line is symmetric about its middle: the dilation's footprint is the erosion's.
    const auto offsets = upload(queue, line_footprint(length, kDegrees * direction));
    const int count = static_cast<int>(offsets.size());
    for_each_pixel(queue, shape, Extreme<T, true>{image, mask, offsets.data(), count, eroded.view(shape)});
    for_each_pixel(queue, shape,
                   Extreme<T, false>{std::as_const(eroded).view(shape), mask, offsets.data(), count,
                                     opened.view(shape)});
    for_each_index(queue, shape.size(), Widen<T>{opened.data(), direction == 0, least.data(), out.data});
  }
  for_each_index(queue, shape.size(), Subtract<T>{least.data(), out.data});
}

}  // namespace

void open_lines(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int length,
                View2<float> out) {
  open_all(queue, image, mask, length, out);
}

void open_lines(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, int length,
                View2<double> out) {
  open_all(queue, image, mask, length, out);
}

}  // namespace cellerate::kernel
