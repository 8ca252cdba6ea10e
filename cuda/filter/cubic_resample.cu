// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/cubic_resample.hpp"

#include <cmath>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/filter/cubic_spline.hpp"

namespace cellerate::kernel {
namespace {

std::vector<CubicTaps> axis_taps(int outputs, int inputs, double divisor) {
  std::vector<CubicTaps> taps(outputs);
  for (int k = 0; k < outputs; ++k) taps[k] = cubic_taps(k / divisor, inputs);
  return taps;
}

template <class T>
struct Evaluate {
  View2<const double> coefficients;
  const CubicTaps* rows;
  const CubicTaps* columns;
  View2<const std::int32_t> labels;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    if (labels && labels(y, x) == 0) return;
    out(y, x) = static_cast<T>(cubic_value(coefficients, rows[y], columns[x]));
  }
};

/// Far from every one the spline is small: only pixels within three of a one can come out above the limit.
struct EvaluateMask {
  View2<const double> coefficients;
  View2<const std::uint8_t> near_one;  ///< of the input: a one within three rows and columns
  const CubicTaps* rows;
  const CubicTaps* columns;
  double limit;
  View2<std::uint8_t> out;
  CEL_FN void operator()(int y, int x) const {
    const CubicTaps &row = rows[y], &column = columns[x];
    out(y, x) = near_one(row.index[1], column.index[1]) && cubic_value(coefficients, row, column) > limit;
  }
};

struct SpreadOnes {
  View2<const std::uint8_t> in;
  int dy, dx;  ///< along which axis
  View2<std::uint8_t> out;
  CEL_FN void operator()(int y, int x) const {
    std::uint8_t any = 0;
    for (int k = -3; k <= 3; ++k)
      if (in.shape.contains(y + k * dy, x + k * dx)) any |= in(y + k * dy, x + k * dx);
    out(y, x) = any;
  }
};

template <class T>
void resample(Queue& queue, View2<const T> image, double divisor, View2<const std::int32_t> labels,
              View2<T> out) {
  CEL_REQUIRE(!labels || labels.shape == out.shape, "cubic resampling: labels must have the output's shape");
  if (image.shape.empty() || out.shape.empty()) return;
  const Buffer<double> coefficients = spline_coefficients(queue, image);
  const auto rows = upload(queue, axis_taps(out.shape.height, image.shape.height, divisor));
  const auto columns = upload(queue, axis_taps(out.shape.width, image.shape.width, divisor));
  for_each_pixel(queue, out.shape,
                 Evaluate<T>{coefficients.view(image.shape), rows.data(), columns.data(), labels, out});
}

struct Nearest {
  View2<const std::int32_t> labels;
  double divisor;
  View2<std::int32_t> out;
  CEL_FN void operator()(int y, int x) const {
    const double v = y / divisor, u = x / divisor;
    const bool inside = v <= labels.shape.height - 1 && u <= labels.shape.width - 1;
    out(y, x) = inside ? labels(static_cast<int>(v + 0.5), static_cast<int>(u + 0.5)) : 0;
  }
};

}  // namespace

Shape2 scaled_shape(Shape2 shape, double factor) {
  return {static_cast<int>(std::ceil(shape.height * factor)),
          static_cast<int>(std::ceil(shape.width * factor))};
}

void cubic_resample(Queue& queue, View2<const float> image, double divisor, View2<const std::int32_t> labels,
                    View2<float> out) {
  resample(queue, image, divisor, labels, out);
}

void cubic_resample(Queue& queue, View2<const double> image, double divisor, View2<const std::int32_t> labels,
                    View2<double> out) {
  resample(queue, image, divisor, labels, out);
}

void cubic_resample(Queue& queue, View2<const std::uint8_t> mask, double divisor, View2<std::uint8_t> out,
                    double limit) {
  const Shape2 shape = mask.shape;
  if (shape.empty() || out.shape.empty()) return;
  Buffer<std::uint8_t> along_rows(queue, shape), near_one(queue, shape);
  for_each_pixel(queue, shape, SpreadOnes{mask, 0, 1, along_rows.view(shape)});
  for_each_pixel(queue, shape, SpreadOnes{along_rows.view(shape), 1, 0, near_one.view(shape)});
  const Buffer<double> coefficients = spline_coefficients(queue, mask);
  const auto rows = upload(queue, axis_taps(out.shape.height, shape.height, divisor));
  const auto columns = upload(queue, axis_taps(out.shape.width, shape.width, divisor));
  for_each_pixel(
      queue, out.shape,
      EvaluateMask{coefficients.view(shape), near_one.view(shape), rows.data(), columns.data(), limit, out});
}

void nearest_resample(Queue& queue, View2<const std::int32_t> labels, double divisor,
                      View2<std::int32_t> out) {
  if (labels.shape.empty()) return;
  for_each_pixel(queue, out.shape, Nearest{labels, divisor, out});
}

}  // namespace cellerate::kernel
