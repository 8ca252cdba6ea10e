// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/spline_zoom.hpp"

#include <cmath>
#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

/// The coefficients along an axis that a value is made of: three of a quadratic spline, four of a cubic one.
struct Taps {
  int count;  ///< 0 outside
  int index[4];
  double weight[4];
};

Taps taps_at(double at, int n, SplineOrder order) {
  if (order == SplineOrder::kCubic) {
    const CubicTaps cubic = cubic_taps(at, n);
    Taps taps{cubic.inside ? 4 : 0, {}, {}};
    for (int i = 0; i < 4; ++i) {
      taps.index[i] = cubic.index[i];
      taps.weight[i] = cubic.weight[i];
    }
    return taps;
  }
  Taps taps{at >= 0 && at <= n - 1 ? 3 : 0, {}, {}};
  const double middle = std::floor(at + 0.5), x = at - middle, y = 0.5 - x;
  for (int i = 0; i < taps.count; ++i)
    taps.index[i] = fold_index(static_cast<int>(middle) - 1 + i, n, Border::kMirror);
  taps.weight[0] = 0.5 * y * y;
  taps.weight[1] = 0.75 - x * x;
  taps.weight[2] = 1.0 - taps.weight[0] - taps.weight[1];
  return taps;
}

std::vector<Taps> axis_taps(int outputs, int inputs, double step, SplineOrder order) {
  std::vector<Taps> taps(outputs);
  for (int k = 0; k < outputs; ++k) taps[k] = taps_at(k * step, inputs, order);
  return taps;
}

template <class T>
struct Evaluate {
  View2<const double> coefficients;
  const Taps *rows, *columns;
  View2<T> out;

  CEL_FN void operator()(int y, int x) const { out(y, x) = rounded(value(rows[y], columns[x]), T()); }

  CEL_FN double value(const Taps& row, const Taps& column) const {
    double sum = 0;
    for (int i = 0; i < row.count; ++i) {
      const double* line = coefficients.row(row.index[i]);
      for (int j = 0; j < column.count; ++j) sum += line[column.index[j]] * row.weight[i] * column.weight[j];
    }
    return sum;
  }
  CEL_FN static float rounded(double value, float) { return static_cast<float>(value); }
  CEL_FN static double rounded(double value, double) { return value; }
  CEL_FN static std::uint8_t rounded(double value, std::uint8_t) { return value > 0.5; }
};

template <class T>
void zoom(Queue& queue, View2<const T> image, ZoomSteps steps, SplineOrder order, View2<T> out) {
  if (image.shape.empty() || out.shape.empty()) return;
  const Buffer<double> coefficients = spline_coefficients(queue, image, order);
  const auto rows = upload(queue, axis_taps(out.shape.height, image.shape.height, steps.y, order));
  const auto columns = upload(queue, axis_taps(out.shape.width, image.shape.width, steps.x, order));
  for_each_pixel(queue, out.shape,
                 Evaluate<T>{coefficients.view(image.shape), rows.data(), columns.data(), out});
}

}  // namespace

void spline_zoom(Queue& queue, View2<const float> image, ZoomSteps steps, SplineOrder order,
                 View2<float> out) {
  zoom(queue, image, steps, order, out);
}
void spline_zoom(Queue& queue, View2<const double> image, ZoomSteps steps, SplineOrder order,
                 View2<double> out) {
  zoom(queue, image, steps, order, out);
}
void spline_zoom(Queue& queue, View2<const std::uint8_t> mask, ZoomSteps steps, SplineOrder order,
                 View2<std::uint8_t> out) {
  zoom(queue, mask, steps, order, out);
}

}  // namespace cellerate::kernel
