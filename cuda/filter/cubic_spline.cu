/// A recursive filter down the columns, then along the rows. All in double precision and in SciPy's order of
/// operations.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/cubic_spline.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

// SciPy's literals: sqrt(3) - 2 is another double
constexpr double kCubicPole = -0.267949192431122706472553658494;
constexpr double kQuadraticPole = -0.171572875253809902396622551580603843;
constexpr int kStripWidth = 256;

/// Of the recursive filter along an axis of n pixels.
struct Recursion {
  double pole, gain, power;  ///< power: the pole to the power of n - 1

  Recursion(SplineOrder order, int n)
      : pole(order == SplineOrder::kCubic ? kCubicPole : kQuadraticPole),
        gain((1.0 - pole) * (1.0 - 1.0 / pole)),
        power(std::pow(pole, n - 1)) {}
};

template <class T>
struct ToDouble {
  View2<const T> image;
  View2<double> out;
  CEL_FN void operator()(int y, int x) const { out(y, x) = static_cast<double>(image(y, x)); }
};

/// Filters a strip of columns. Terms whose weight has become zero add nothing and are left out.
struct FilterColumns {
  View2<double> c;
  Recursion recursion;
  CEL_FN void operator()(Block& block, Box box) const {
    const int n = c.shape.height, width = box.width(), x0 = box.x0;
    const View2<double> plane = c;
    const double power = recursion.power, pole = recursion.pole, gain = recursion.gain;
    for (int y = 0; y < n; ++y) {
      double* row = plane.row(y) + x0;
      block.each(width, [=](std::int64_t x) { row[x] *= gain; });
    }
    double* first = plane.row(0) + x0;
    double* last = plane.row(n - 1) + x0;
    block.each(width, [=](std::int64_t x) { first[x] = first[x] + power * last[x]; });
    double weight = pole;
    for (int y = 1; y < n - 1 && weight != 0; ++y, weight *= pole) {
      const double* near = plane.row(y) + x0;
      const double* far = plane.row(n - 1 - y) + x0;
      block.each(width, [=](std::int64_t x) { first[x] += weight * (near[x] + power * far[x]); });
    }
    block.each(width, [=](std::int64_t x) { first[x] /= 1 - power * power; });
    for (int y = 1; y < n; ++y) {
      double* row = plane.row(y) + x0;
      const double* before = plane.row(y - 1) + x0;
      block.each(width, [=](std::int64_t x) { row[x] += pole * before[x]; });
    }
    const double* last_but_one = plane.row(n - 2) + x0;
    block.each(width, [=](std::int64_t x) {
      last[x] = (pole * last_but_one[x] + last[x]) * pole / (pole * pole - 1);
    });
    for (int y = n - 2; y >= 0; --y) {
      double* row = plane.row(y) + x0;
      const double* after = plane.row(y + 1) + x0;
      block.each(width, [=](std::int64_t x) { row[x] = pole * (after[x] - row[x]); });
    }
  }
};

struct FilterRow {
  View2<double> plane;
  Recursion recursion;
  CEL_FN void operator()(std::int64_t row) const {
    double* c = plane.row(static_cast<int>(row));
    const int n = plane.shape.width;
    const double power = recursion.power, pole = recursion.pole, gain = recursion.gain;
    for (int x = 0; x < n; ++x) c[x] *= gain;
    double first = c[0] + power * c[n - 1], weight = pole;
    for (int x = 1; x < n - 1 && weight != 0; ++x, weight *= pole)
      first += weight * (c[x] + power * c[n - 1 - x]);
    c[0] = first / (1 - power * power);
    for (int x = 1; x < n; ++x) c[x] += pole * c[x - 1];
    c[n - 1] = (pole * c[n - 2] + c[n - 1]) * pole / (pole * pole - 1);
    for (int x = n - 2; x >= 0; --x) c[x] = pole * (c[x + 1] - c[x]);
  }
};

template <class T>
Buffer<double> coefficients_of(Queue& queue, View2<const T> image, SplineOrder order) {
  const Shape2 shape = image.shape;
  Buffer<double> coefficients(queue, shape);
  const View2<double> plane = coefficients.view(shape);
  for_each_pixel(queue, shape, ToDouble<T>{image, plane});
  if (shape.height > 1)
    for_each_tile(queue, shape, {shape.height, kStripWidth}, 0, FilterColumns{plane, {order, shape.height}});
  if (shape.width > 1) for_each_index(queue, shape.height, FilterRow{plane, {order, shape.width}});
  return coefficients;
}

}  // namespace

Buffer<double> spline_coefficients(Queue& queue, View2<const float> image, SplineOrder order) {
  return coefficients_of(queue, image, order);
}
Buffer<double> spline_coefficients(Queue& queue, View2<const double> image, SplineOrder order) {
  return coefficients_of(queue, image, order);
}
Buffer<double> spline_coefficients(Queue& queue, View2<const std::uint8_t> image, SplineOrder order) {
  return coefficients_of(queue, image, order);
}

}  // namespace cellerate::kernel
