// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CompensateColors/color_class.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace cellerate::modules {
namespace {

constexpr double kFullRange = 65535, kBackground = 1;
/// What an image may have: levels are counted for all pairs of classes.
constexpr double kGreatest = 16;

}  // namespace

ColorClass::ColorClass(Queue& queue, std::vector<ColorPlane>& planes, Shape2 shape)
    : queue_(queue), levels_(queue, shape.size() * static_cast<std::int64_t>(planes.size())) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  bool is_single = true;
  std::int64_t begin = 0;
  for (ColorPlane& plane : planes) {
    const ColorPlane::Range range = plane.range();
    low = std::min(low, range.low);
    high = std::max(high, range.high);
    if (!(low >= -kGreatest && high <= kGreatest))
      throw std::invalid_argument("a pixel is far from the range of 0 to 1: rescale the image first");
    plane.write_levels({levels_.data() + begin, shape.size()});
    begin += shape.size();
    is_single = is_single && plane.is_single();
  }
  // Between these lie the levels of either precision.
  const auto lowest = static_cast<std::int32_t>(std::floor(low * kFullRange)),
             highest = static_cast<std::int32_t>(std::ceil(high * kFullRange));
  kernel::shift_levels(queue, lowest, levels_.view());
  std::vector<double> values(static_cast<std::size_t>(highest - lowest) + 1);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = lowest + static_cast<double>(i);
  set_values(std::move(values));
  is_single_ = is_single;
}

void ColorClass::set_values(std::vector<double> values) {
  values_ = std::move(values);
  device_values_ = upload(queue_, values_);
  is_single_ = false;
}

void ColorClass::mask(View2<const std::int32_t> labels) {
  std::vector<double> values = std::move(values_);
  std::replace(values.begin(), values.end(), 0.0, kBackground);
  const auto outside = static_cast<std::int32_t>(values.size());
  values.push_back(kBackground);
  kernel::mask_levels(queue_, {labels.data, labels.size()}, outside, levels_.view());
  set_values(std::move(values));
}

ValueTable ColorClass::table() const {
  Buffer<std::int32_t> counts(queue_, level_count());
  kernel::count_levels(queue_, levels_.view(), counts.view());
  const std::vector<std::int32_t> found = download(queue_, counts);
  return {values_, {found.begin(), found.end()}};
}

std::vector<double> median_colors(Queue& queue, const std::vector<ColorClass>& classes) {
  std::vector<kernel::LevelChannel> channels;
  std::int64_t levels = 0;
  for (const ColorClass& one : classes) {
    channels.push_back(one.channel());
    levels += one.level_count();
  }
  Buffer<std::int32_t> counts(queue, levels * static_cast<std::int64_t>(classes.size()));
  kernel::count_where_greatest(queue, classes.front().pixels(), channels, counts.view());
  const std::vector<std::int32_t> found = download(queue, counts);
  std::vector<double> medians;
  auto at = found.begin();
  for (std::size_t i = 0; i < classes.size(); ++i)
    for (const ColorClass& one : classes) {
      const auto end = at + one.level_count();
      medians.push_back(median_value({one.values(), {at, end}}));
      at = end;
    }
  return medians;
}

}  // namespace cellerate::modules
