// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/hull_transform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/filter/grey_morphology.hpp"
#include "cuda/filter/hull_levels.hpp"
#include "cuda/pixel/mask.hpp"
#include "cuda/pixel/window.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kLevels = 256, kRoughLevels = 16;
constexpr int kRadius = 2;  ///< of the erosion and the dilation

/// The lowest and highest value inside the mask.
struct ValueRange {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  bool empty() const { return low > high; }
};

ValueRange range_of(const std::vector<double>& values, const std::uint8_t* mask) {
  ValueRange range;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (mask && !mask[i]) continue;
    if (!std::isfinite(values[i])) throw std::invalid_argument("convex hulls: a pixel is not finite");
    range = {std::min(range.low, values[i]), std::max(range.high, values[i])};
  }
  return range;
}

/// Quantised values whose hulls are taken, and what a level stands for.
class Levels {
 public:
  Levels(const std::vector<double>& quantised, int count) : present_(count), levels_(quantised.size()) {
    for (std::size_t i = 0; i < quantised.size(); ++i) {
      levels_[i] = static_cast<std::int32_t>(quantised[i]);
      present_[levels_[i]] = 1;
    }
    std::vector<std::int32_t> number(count);
    for (int k = 0; k < count; ++k)
      if (present_[k]) {
        number[k] = static_cast<std::int32_t>(used_.size());
        used_.push_back(k);
      }
    for (std::int32_t& level : levels_) level = number[level];
  }
  void raise(Shape2 shape) { raise_to_hulls(levels_, shape, static_cast<int>(used_.size())); }
  /// The quantised level of a pixel.
  int operator[](std::size_t i) const { return used_[levels_[i]]; }

 private:
  std::vector<std::uint8_t> present_;
  std::vector<std::int32_t> levels_, used_;
};

std::vector<double> transformed(std::vector<double> values, const std::uint8_t* mask, Shape2 shape,
                                int count) {
  const ValueRange range = range_of(values, mask);
  if (range.empty()) return std::vector<double>(values.size());
  if (range.low == range.high) return values;
  const double width = range.high - range.low, top = count - 1;
  std::vector<double> quantised(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    quantised[i] = mask && !mask[i] ? 0 : (values[i] - range.low) * top / width;
  if (count > kRoughLevels) {
    std::vector<double> floors(quantised);
    for (double& value : floors) value = std::floor(value);
    const std::vector<double> rough = transformed(std::move(floors), nullptr, shape, kRoughLevels);
    for (std::size_t i = 0; i < quantised.size(); ++i) quantised[i] = std::max(quantised[i], rough[i]);
  }
  Levels levels(quantised, count);
  levels.raise(shape);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = range.low + levels[i] * width / top;
  return values;
}

/// The image in a frame; frame and masked pixels have one value.
template <class T>
struct Frame {
  View2<const T> image;
  View2<const std::uint8_t> mask;
  double outside;
  View2<double> out;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = y - kRadius, from_x = x - kRadius;
    const bool counts = image.shape.contains(from_y, from_x) && (!mask || mask(from_y, from_x));
    out(y, x) = counts ? static_cast<double>(image(from_y, from_x)) : outside;
  }
};

using Filter = void (*)(Queue&, View2<const double>, const Footprint&, Border, View2<double>);

template <class T>
void filter_masked(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double outside,
                   Filter filter, View2<double> out) {
  const Shape2 framed{image.shape.height + 2 * kRadius, image.shape.width + 2 * kRadius};
  Buffer<double> before(queue, framed), after(queue, framed);
  for_each_pixel(queue, framed, Frame<T>{image, mask, outside, before.view(framed)});
  filter(queue, std::as_const(before).view(framed), disk(kRadius), Border::kReflect, after.view(framed));
  copy_window(queue, std::as_const(after).view(framed), kRadius, kRadius, out);
  fill_outside(queue, mask, image, out);
}

template <class T>
void smooth(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, View2<double> out) {
  const Shape2 shape = image.shape;
  if (shape.empty()) return;
  Buffer<double> eroded(queue, shape), hulls(queue, shape);
  filter_masked(queue, image, mask, 1, &minimum_filter, eroded.view(shape));
  convex_hull_transform(queue, std::as_const(eroded).view(shape), mask, hulls.view(shape));
  filter_masked(queue, std::as_const(hulls).view(shape), mask, 0, &maximum_filter, out);
}

}  // namespace

void convex_hull_transform(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                           View2<double> out) {
  const std::vector<std::uint8_t> bits =
      mask ? download(queue, mask.data, mask.size()) : std::vector<std::uint8_t>();
  const std::vector<double> result = transformed(download(queue, image.data, image.size()),
                                                 mask ? bits.data() : nullptr, image.shape, kLevels);
  queue.copy_in(out.data, result.data(), result.size() * sizeof(double));
}

void smooth_by_hulls(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                     View2<double> out) {
  smooth(queue, image, mask, out);
}
void smooth_by_hulls(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                     View2<double> out) {
  smooth(queue, image, mask, out);
}

}  // namespace cellerate::kernel
