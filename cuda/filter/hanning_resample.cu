// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/hanning_resample.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kColors = 3;
constexpr int kFractionBits = 8, kFractions = 1 << kFractionBits;  ///< of positions between samples
constexpr int kWeightBits = 14, kOne = 1 << kWeightBits;           ///< of the filter's weights
constexpr int kDiameter = 2, kEntries = kDiameter * kFractions;    ///< of the filter
constexpr double kWidest = 200;                                    ///< of the filter, also of its area

int rounded(double value) { return static_cast<int>(value < 0 ? value - .5 : value + .5); }

/// Weights by distance from the filter's left end; those a sample apart add up to one.
std::vector<std::int16_t> hanning_weights() {
  std::vector<std::int16_t> weights(kEntries);
  const int middle = kFractions;
  for (int i = 0; i < middle; ++i) {
    const double weight = .5 + .5 * std::cos(std::numbers::pi * i / kFractions);
    weights[middle + i] = weights[middle - i] = static_cast<std::int16_t>(rounded(weight * kOne));
  }
  weights[0] = weights[kEntries - 1];
  for (int i = 0; i < kFractions; ++i) {
    const int error = weights[i] + weights[middle + i] - kOne;
    weights[middle + i] = static_cast<std::int16_t>(weights[middle + i] - error);
  }
  for (int i = 0; i < middle; ++i) weights[middle + i] = weights[middle - i];
  weights[0] = weights[kEntries - 1];
  return weights;
}

/// The nearest sample alone, as it is taken where nothing is scaled.
std::vector<std::int16_t> nearest_weights() {
  std::vector<std::int16_t> weights(kEntries, 0);
  std::fill_n(weights.begin() + kFractions / 2, kFractions, static_cast<std::int16_t>(kOne));
  return weights;
}

/// One axis of the filter: for each place of the result the first sample and its entry in the weights.
struct Taps {
  std::vector<std::int32_t> samples, entries;
  int step;  ///< from the entry of a sample to that of the next
};

/// Positions from `from` to `to` in `count` steps, as a line is drawn: rounded up where the step is no whole
/// number.
int on_line(int from, int to, int count, int k) {
  const int distance = to - from;
  int whole = distance / count, rest = distance % count;
  if (rest <= 0) {
    rest += count;
    --whole;
  }
  const std::int64_t steps = static_cast<std::int64_t>(rest) * (k + 1);
  return from + k * whole + static_cast<int>((steps + count - 1) / count) - 1;
}

/// From places of the result to samples.
struct Inverse {
  double scale, offset;
};

/// @param is_drawn  positions lie on a line from the first to the last one; otherwise each is for itself
Taps taps_of(Inverse map, double widening, int size, bool is_drawn) {
  const auto position = [&](int k) { return rounded(((k + .5) * map.scale + map.offset) * kFractions); };
  const int radius = kDiameter * static_cast<int>(widening * kFractions + .5) / 2;
  Taps taps{{}, {}, static_cast<int>(1 / widening * kFractions + .5)};
  for (int k = 0; k < size; ++k) {
    const int at =
        (is_drawn ? on_line(position(0), position(size), size, k) : position(k)) + kFractions / 2 - radius;
    taps.samples.push_back(at >> kFractionBits);
    taps.entries.push_back((kFractions - 1 - (at & (kFractions - 1))) * taps.step >> kFractionBits);
  }
  return taps;
}

struct TapsView {
  const std::int32_t *samples, *entries;
  int step;
};

struct Resample {
  const std::uint8_t* image;
  Shape2 shape;
  const std::int16_t* weights;
  TapsView columns, rows;
  std::uint8_t* canvas;
  Shape2 canvas_shape;
  Box clip;
  int left, bottom;

  CEL_FN void operator()(int y, int x) const {
    const int to_y = bottom - y, to_x = left + x;
    if (to_y < clip.y0 || to_y >= clip.y1 || to_x < clip.x0 || to_x >= clip.x1) return;
    int sums[kColors] = {}, total = 0;
    int row = rows.samples[y];
    for (int v = rows.entries[y]; v < kEntries; v += rows.step, ++row) {
      const std::int64_t line =
          static_cast<std::int64_t>(fold_index(row, shape.height, Border::kReflect)) * shape.width;
      int column = columns.samples[x];
      for (int u = columns.entries[x]; u < kEntries; u += columns.step, ++column) {
        const int weight = (weights[v] * weights[u] + kOne / 2) >> kWeightBits;
        const std::uint8_t* color =
            image + (line + fold_index(column, shape.width, Border::kReflect)) * kColors;
        for (int c = 0; c < kColors; ++c) sums[c] += color[c] * weight;
        total += weight;
      }
    }
    std::uint8_t* to = canvas + (static_cast<std::int64_t>(to_y) * canvas_shape.width + to_x) * kColors;
    for (int c = 0; c < kColors; ++c) to[c] = static_cast<std::uint8_t>(sums[c] / total);
  }
};

}  // namespace

void hanning_resample(Queue& queue, View1<const std::uint8_t> image, Shape2 shape, AxisMap x, AxisMap y,
                      View1<std::uint8_t> canvas, Shape2 canvas_shape, Box clip, int left, int bottom) {
  CEL_REQUIRE(image.size == shape.size() * kColors && canvas.size == canvas_shape.size() * kColors,
              "Hanning filter: images must be of three colors");
  CEL_REQUIRE(clip.y0 >= 0 && clip.x0 >= 0 && clip.y1 <= canvas_shape.height && clip.x1 <= canvas_shape.width,
              "Hanning filter: what is painted must lie on the canvas");
  if (shape.empty() || x.size <= 0 || y.size <= 0) return;
  // The inverse of both axes together, as Anti-Grain Geometry computes it.
  const double reciprocal = 1 / (x.scale * y.scale);
  const double x_scale = y.scale * reciprocal, y_scale = x.scale * reciprocal;
  double x_widening = std::abs(x_scale), y_widening = std::abs(y_scale);
  if (x_widening * y_widening > kWidest) {
    x_widening = x_widening * kWidest / (x_widening * y_widening);
    y_widening = y_widening * kWidest / (x_widening * y_widening);
  }
  const Taps columns =
      taps_of({x_scale, -x.offset * x_scale}, std::clamp(x_widening, 1.0, kWidest), x.size, true);
  const Taps rows =
      taps_of({y_scale, -y.offset * y_scale}, std::clamp(y_widening, 1.0, kWidest), y.size, false);
  const bool is_scaled = std::abs(x.scale) != 1 || std::abs(y.scale) != 1;
  const auto weights = upload(queue, is_scaled ? hanning_weights() : nearest_weights());
  const auto column_samples = upload(queue, columns.samples), column_entries = upload(queue, columns.entries),
             row_samples = upload(queue, rows.samples), row_entries = upload(queue, rows.entries);
  for_each_pixel(queue, {y.size, x.size},
                 Resample{image.data,
                          shape,
                          weights.data(),
                          {column_samples.data(), column_entries.data(), columns.step},
                          {row_samples.data(), row_entries.data(), rows.step},
                          canvas.data,
                          canvas_shape,
                          clip,
                          left,
                          bottom});
}

}  // namespace cellerate::kernel
