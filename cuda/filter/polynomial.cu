/// The pixels of a row give sums of powers of x and of pixels times powers of x; these sums times powers of y
/// give the normal equations, on the host.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/polynomial.hpp"

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/least_squares.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kTerms = 6;
using Coefficients = std::array<double, kTerms>;  ///< of y, x, y^2, x^2, y x, 1
using Real = long double;

/// Of x from the middle of the plane: x^0 ... x^4, and pixels times x^0 ... x^2.
struct RowSums {
  double powers[5], pixels[3];
};

template <class T>
struct SumRow {
  View2<const T> image;
  View2<const std::uint8_t> mask;
  RowSums* sums;
  CEL_FN void operator()(std::int64_t row) const {
    const T* const pixels = image.row(static_cast<int>(row));
    const std::uint8_t* const bits = mask ? mask.row(static_cast<int>(row)) : nullptr;
    const double middle = 0.5 * (image.shape.width - 1);
    RowSums sum{};
    for (int x = 0; x < image.shape.width; ++x) {
      const double t = x - middle, z = static_cast<double>(pixels[x]);
      const double one = pixels[x] > T(0) && (!bits || bits[x]) ? 1 : 0, value = one != 0 ? z : 0;
      const double square = t * t;
      sum.powers[0] += one;
      sum.powers[1] += one * t;
      sum.powers[2] += one * square;
      sum.powers[3] += one * (square * t);
      sum.powers[4] += one * (square * square);
      sum.pixels[0] += value;
      sum.pixels[1] += value * t;
      sum.pixels[2] += value * square;
    }
    sums[row] = sum;
  }
};

template <class T>
struct Evaluate {
  Coefficients c;
  bool clip;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    const double v = y, u = x;
    double sum = c.data()[0] * v;
    sum += c.data()[1] * u;
    sum += c.data()[2] * (v * v);
    sum += c.data()[3] * (u * u);
    sum += c.data()[4] * (v * u);
    sum += c.data()[5];
    if (clip) sum = sum > 1 ? 1 : sum < 0 ? 0 : sum;
    out(y, x) = static_cast<T>(sum);
  }
};

/// Powers of y and x of the terms.
constexpr int kPowers[kTerms][2] = {{1, 0}, {0, 1}, {2, 0}, {0, 2}, {1, 1}, {0, 0}};

/// Normal equations in v and u, which run from -1 to 1 over the plane.
struct NormalEquations {
  Real matrix[kTerms][kTerms] = {}, right[kTerms] = {};

  NormalEquations(const std::vector<RowSums>& rows, Shape2 shape, Real y_unit, Real x_unit) {
    for (int y = 0; y < shape.height; ++y) {
      Real v[5] = {1}, u[5] = {1};
      for (int k = 1; k < 5; ++k) {
        v[k] = v[k - 1] * (y - Real(0.5) * (shape.height - 1)) / y_unit;
        u[k] = u[k - 1] / x_unit;
      }
      for (int i = 0; i < kTerms; ++i) {
        for (int j = 0; j < kTerms; ++j) {
          const int a = kPowers[i][0] + kPowers[j][0], b = kPowers[i][1] + kPowers[j][1];
          matrix[i][j] += v[a] * u[b] * rows[y].powers[b];
        }
        right[i] += v[kPowers[i][0]] * u[kPowers[i][1]] * rows[y].pixels[kPowers[i][1]];
      }
    }
  }

  /// Cholesky's decomposition. @return false where some term is all but a sum of others
  bool solve() {
    constexpr Real kLeastPivot = 1e-9L;
    for (int i = 0; i < kTerms; ++i)
      for (int j = 0; j <= i; ++j) {
        Real sum = matrix[i][j];
        for (int k = 0; k < j; ++k) sum -= matrix[i][k] * matrix[j][k];
        if (i != j) {
          matrix[i][j] = sum / matrix[j][j];
        } else {
          if (!(sum > kLeastPivot * matrix[i][i])) return false;
          matrix[i][i] = std::sqrt(sum);
        }
      }
    for (int i = 0; i < kTerms; ++i) {
      for (int k = 0; k < i; ++k) right[i] -= matrix[i][k] * right[k];
      right[i] /= matrix[i][i];
    }
    for (int i = kTerms - 1; i >= 0; --i) {
      for (int k = i + 1; k < kTerms; ++k) right[i] -= matrix[k][i] * right[k];
      right[i] /= matrix[i][i];
    }
    return true;
  }
};

/// From coefficients of (y - y0) / y_unit and (x - x0) / x_unit to those of y and x.
Coefficients uncentred(const Real (&c)[kTerms], Real y0, Real x0, Real y_unit, Real x_unit) {
  const Real a = c[0] / y_unit, b = c[1] / x_unit, yy = c[2] / (y_unit * y_unit),
             xx = c[3] / (x_unit * x_unit), yx = c[4] / (y_unit * x_unit);
  return {static_cast<double>(a - 2 * yy * y0 - yx * x0),
          static_cast<double>(b - 2 * xx * x0 - yx * y0),
          static_cast<double>(yy),
          static_cast<double>(xx),
          static_cast<double>(yx),
          static_cast<double>(c[5] - a * y0 - b * x0 + yy * y0 * y0 + xx * x0 * x0 + yx * y0 * x0)};
}

/// Where many polynomials fit equally well: that of the smallest coefficients, as SciPy has it.
template <class T>
Coefficients smallest_coefficients(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask) {
  const HostRead<T> pixels(queue, image.data, image.size());
  const HostRead<std::uint8_t> bits(queue, mask.data, mask ? mask.size() : 0);
  LeastSquares fit(kTerms);
  std::vector<double> terms(kTerms);
  for (int y = 0; y < image.shape.height; ++y)
    for (int x = 0; x < image.shape.width; ++x) {
      const std::int64_t i = static_cast<std::int64_t>(y) * image.shape.width + x;
      if (!(pixels[i] > 0) || (mask && !bits[i])) continue;
      const double v = y, u = x;
      terms = {v, u, v * v, u * u, v * u, 1.0};
      fit.add(0, terms, static_cast<double>(pixels[i]));
    }
  Coefficients coefficients;
  const std::vector<double> solution = fit.solution();
  std::copy(solution.begin(), solution.end(), coefficients.begin());
  return coefficients;
}

template <class T>
void fit(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, bool clip, View2<T> out) {
  const Shape2 shape = image.shape;
  if (shape.empty()) return;
  Buffer<RowSums> row_sums(queue, shape.height);
  for_each_index(queue, shape.height, SumRow<T>{image, mask, row_sums.data()});
  const std::vector<RowSums> rows = download(queue, row_sums);
  double pixels = 0;
  for (const RowSums& row : rows) pixels += row.powers[0];
  if (pixels == 0) return queue.copy(out.data, image.data, image.size() * sizeof(T));

  const Real y0 = Real(0.5) * (shape.height - 1), x0 = Real(0.5) * (shape.width - 1);
  const Real y_unit = y0 > 0 ? y0 : 1, x_unit = x0 > 0 ? x0 : 1;
  NormalEquations equations(rows, shape, y_unit, x_unit);
  const Coefficients coefficients = equations.solve() ? uncentred(equations.right, y0, x0, y_unit, x_unit)
                                                      : smallest_coefficients(queue, image, mask);
  for_each_pixel(queue, shape, Evaluate<T>{coefficients, clip, out});
}

}  // namespace

void fit_polynomial(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, bool clip,
                    View2<float> out) {
  fit(queue, image, mask, clip, out);
}
void fit_polynomial(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, bool clip,
                    View2<double> out) {
  fit(queue, image, mask, clip, out);
}

}  // namespace cellerate::kernel
