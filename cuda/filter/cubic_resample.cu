/// Cubic B-spline: a recursive filter down the columns, then along the rows, gives the coefficients; each
/// output pixel is a weighted sum of 4 x 4 of them. All in double precision and in SciPy's order of
/// operations.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/cubic_resample.hpp"

#include <cmath>
#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr double kPole = -0.267949192431122706472553658494;  // SciPy's literal: sqrt(3) - 2 is another double
constexpr double kGain = (1.0 - kPole) * (1.0 - 1.0 / kPole);
constexpr int kStripWidth = 256;

template <class T>
struct ToDouble {
  View2<const T> image;
  View2<double> out;
  CEL_FN void operator()(int y, int x) const { out(y, x) = static_cast<double>(image(y, x)); }
};

/// Filters a strip of columns. Terms whose weight has become zero add nothing and are left out.
struct FilterColumns {
  View2<double> c;
  double pole_power;  ///< kPole to the power of height - 1
  CEL_FN void operator()(Block& block, Box box) const {
    const int n = c.shape.height, width = box.width(), x0 = box.x0;
    const View2<double> plane = c;
    const double power = pole_power;
    for (int y = 0; y < n; ++y) {
      double* row = plane.row(y) + x0;
      block.each(width, [=](std::int64_t x) { row[x] *= kGain; });
    }
    double* first = plane.row(0) + x0;
    double* last = plane.row(n - 1) + x0;
    block.each(width, [=](std::int64_t x) { first[x] = first[x] + power * last[x]; });
    double weight = kPole;
    for (int y = 1; y < n - 1 && weight != 0; ++y, weight *= kPole) {
      const double* near = plane.row(y) + x0;
      const double* far = plane.row(n - 1 - y) + x0;
      block.each(width, [=](std::int64_t x) { first[x] += weight * (near[x] + power * far[x]); });
    }
    block.each(width, [=](std::int64_t x) { first[x] /= 1 - power * power; });
    for (int y = 1; y < n; ++y) {
      double* row = plane.row(y) + x0;
      const double* before = plane.row(y - 1) + x0;
      block.each(width, [=](std::int64_t x) { row[x] += kPole * before[x]; });
    }
    const double* last_but_one = plane.row(n - 2) + x0;
    block.each(width, [=](std::int64_t x) {
      last[x] = (kPole * last_but_one[x] + last[x]) * kPole / (kPole * kPole - 1);
    });
    for (int y = n - 2; y >= 0; --y) {
      double* row = plane.row(y) + x0;
      const double* after = plane.row(y + 1) + x0;
      block.each(width, [=](std::int64_t x) { row[x] = kPole * (after[x] - row[x]); });
    }
  }
};

struct FilterRow {
  View2<double> plane;
  double pole_power;
  CEL_FN void operator()(std::int64_t row) const {
    double* c = plane.row(static_cast<int>(row));
    const int n = plane.shape.width;
    for (int x = 0; x < n; ++x) c[x] *= kGain;
    double first = c[0] + pole_power * c[n - 1], weight = kPole;
    for (int x = 1; x < n - 1 && weight != 0; ++x, weight *= kPole)
      first += weight * (c[x] + pole_power * c[n - 1 - x]);
    c[0] = first / (1 - pole_power * pole_power);
    for (int x = 1; x < n; ++x) c[x] += kPole * c[x - 1];
    c[n - 1] = (kPole * c[n - 2] + c[n - 1]) * kPole / (kPole * kPole - 1);
    for (int x = n - 2; x >= 0; --x) c[x] = kPole * (c[x + 1] - c[x]);
  }
};

template <class T>
Buffer<double> spline_coefficients(Queue& queue, View2<const T> image) {
  const Shape2 shape = image.shape;
  Buffer<double> coefficients(queue, shape);
  const View2<double> plane = coefficients.view(shape);
  for_each_pixel(queue, shape, ToDouble<T>{image, plane});
  if (shape.height > 1)
    for_each_tile(queue, shape, {shape.height, kStripWidth}, 0,
                  FilterColumns{plane, std::pow(kPole, shape.height - 1)});
  if (shape.width > 1)
    for_each_index(queue, shape.height, FilterRow{plane, std::pow(kPole, shape.width - 1)});
  return coefficients;
}

/// What one output row or column takes from the input along its axis.
struct Taps {
  bool inside;
  int index[4];
  double weight[4];
};

/// Mirrored at the first and last pixel, which are not repeated.
int mirrored(int i, int n) {
  if (n == 1) return 0;
  const int period = 2 * (n - 1);
  i = ((i % period) + period) % period;
  return i < n ? i : period - i;
}

std::vector<Taps> axis_taps(int outputs, int inputs, double divisor) {
  std::vector<Taps> taps(outputs);
  for (int k = 0; k < outputs; ++k) {
    const double at = k / divisor;
    Taps& tap = taps[k];
    tap.inside = at <= inputs - 1;
    const double below = std::floor(at), x = at - below, z = 1.0 - x;
    for (int i = 0; i < 4; ++i) tap.index[i] = mirrored(static_cast<int>(below) - 1 + i, inputs);
    tap.weight[0] = z * z * z / 6.0;
    tap.weight[1] = (x * x * (x - 2.0) * 3.0 + 4.0) / 6.0;
    tap.weight[2] = (z * z * (z - 2.0) * 3.0 + 4.0) / 6.0;
    tap.weight[3] = 1.0 - tap.weight[0] - tap.weight[1] - tap.weight[2];
  }
  return taps;
}

CEL_FN double evaluate(const View2<const double>& coefficients, const Taps& row, const Taps& column) {
  if (!row.inside || !column.inside) return 0;
  double sum = 0;
  for (int i = 0; i < 4; ++i) {
    const double* line = coefficients.row(row.index[i]);
    for (int j = 0; j < 4; ++j) sum += line[column.index[j]] * row.weight[i] * column.weight[j];
  }
  return sum;
}

template <class T>
struct Evaluate {
  View2<const double> coefficients;
  const Taps* rows;
  const Taps* columns;
  View2<const std::int32_t> labels;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    if (labels && labels(y, x) == 0) return;
    out(y, x) = static_cast<T>(evaluate(coefficients, rows[y], columns[x]));
  }
};

/// Far from every one the spline is small: only pixels within three of a one can come out above a half.
struct EvaluateMask {
  View2<const double> coefficients;
  View2<const std::uint8_t> near_one;  ///< of the input: a one within three rows and columns
  const Taps* rows;
  const Taps* columns;
  View2<std::uint8_t> out;
  CEL_FN void operator()(int y, int x) const {
    const Taps &row = rows[y], &column = columns[x];
    out(y, x) = near_one(row.index[1], column.index[1]) && evaluate(coefficients, row, column) > 0.5;
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

void cubic_resample(Queue& queue, View2<const std::uint8_t> mask, double divisor, View2<std::uint8_t> out) {
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
      EvaluateMask{coefficients.view(shape), near_one.view(shape), rows.data(), columns.data(), out});
}

void nearest_resample(Queue& queue, View2<const std::int32_t> labels, double divisor,
                      View2<std::int32_t> out) {
  if (labels.shape.empty()) return;
  for_each_pixel(queue, out.shape, Nearest{labels, divisor, out});
}

}  // namespace cellerate::kernel
