// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/spline_surface.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kMaxOrder = SplineSurface::kMaxDegree + 1;

/// The B-splines that are not 0 at a point, and the first of their coefficients.
struct Basis {
  double value[kMaxOrder];
  int first;
};

/// Knots of the interpolating spline: degree + 1 at either end, and "not a knot" next to them.
std::vector<double> knots_of(const SplineAxis& axis, int degree) {
  const std::vector<double>& x = axis.sites;
  std::vector<double> knots(degree + 1, axis.begin);
  const int inner = static_cast<int>(x.size()) - degree - 1, skip = degree / 2 + 1;
  for (int i = 0; i < inner; ++i)
    knots.push_back(degree % 2 ? x[i + skip] : (x[i + skip] + x[i + skip - 1]) * 0.5);
  knots.insert(knots.end(), degree + 1, axis.end);
  return knots;
}

/// Recurrence of de Boor and Cox on the knot interval that begins at knots[interval].
Basis basis_at(const std::vector<double>& knots, int degree, int interval, double x) {
  Basis basis{{1}, interval - degree};
  double* h = basis.value;
  for (int j = 1; j <= degree; ++j) {
    double lower[kMaxOrder];
    std::copy_n(h, j, lower);
    h[0] = 0;
    for (int i = 1; i <= j; ++i) {
      const double right = knots[interval + i], left = knots[interval + i - j];
      if (right == left) {
        h[i] = 0;
        continue;
      }
      const double f = lower[i - 1] / (right - left);
      h[i - 1] += f * (right - x);
      h[i] = f * (x - left);
    }
  }
  return basis;
}

std::vector<Basis> basis_at_all(const std::vector<double>& knots, int degree,
                                const std::vector<double>& points) {
  const int last = static_cast<int>(knots.size()) - degree - 2;  // begin of the last interval
  std::vector<Basis> all;
  int interval = degree;
  for (const double point : points) {
    const double x = std::min(std::max(point, knots[degree]), knots[last + 1]);
    while (interval < last && x >= knots[interval + 1]) ++interval;
    all.push_back(basis_at(knots, degree, interval, x));
  }
  return all;
}

/// Upper triangle of a banded least-squares system, which equations are rotated into one by one.
class BandedTriangle {
 public:
  BandedTriangle(int unknowns, int band, int right_sides)
      : band_(band), right_sides_(right_sides), matrix_(unknowns * band), right_(unknowns * right_sides) {}

  /// Adds the equation sum(basis * unknown) = right for each right side.
  void add(const Basis& basis, std::vector<double> right) {
    double h[kMaxOrder];
    std::copy_n(basis.value, band_, h);
    for (int i = 0; i < band_; ++i) {
      if (h[i] == 0) continue;
      double* const row = &matrix_[(basis.first + i) * band_];
      const auto [cosine, sine] = rotation(h[i], row[0]);
      double* const solution = &right_[(basis.first + i) * right_sides_];
      for (int j = 0; j < right_sides_; ++j) rotate(cosine, sine, right[j], solution[j]);
      for (int j = i + 1; j < band_; ++j) rotate(cosine, sine, h[j], row[j - i]);
    }
  }

  /// The right sides as rotated so far, unknowns x right sides.
  const std::vector<double>& right() const { return right_; }

  /// Substitutes backwards: right sides (unknowns x any number) to solutions.
  std::vector<double> substitute(std::vector<double> right) const {
    const int n = static_cast<int>(matrix_.size()) / band_, sides = static_cast<int>(right.size()) / n;
    for (int side = 0; side < sides; ++side)
      for (int i = n - 1; i >= 0; --i) {
        double sum = right[i * sides + side];
        for (int j = 1; j < band_ && i + j < n; ++j)
          sum -= right[(i + j) * sides + side] * matrix_[i * band_ + j];
        right[i * sides + side] = sum / matrix_[i * band_];
      }
    return right;
  }

 private:
  struct Rotation {
    double cosine, sine;
  };
  /// The rotation that makes `pivot` vanish against the diagonal, which it changes.
  static Rotation rotation(double pivot, double& diagonal) {
    const double size = std::abs(pivot);
    const double ratio = size >= diagonal ? diagonal / pivot : pivot / diagonal;
    const double length = (size >= diagonal ? size : diagonal) * std::sqrt(1 + ratio * ratio);
    const Rotation result{diagonal / length, pivot / length};
    diagonal = length;
    return result;
  }
  static void rotate(double cosine, double sine, double& a, double& b) {
    const double old_a = a, old_b = b;
    b = cosine * old_b + sine * old_a;
    a = cosine * old_a - sine * old_b;
  }

  int band_, right_sides_;
  std::vector<double> matrix_, right_;
};

/// The interpolation conditions of one axis, with sites x others `values`.
BandedTriangle conditions(const std::vector<double>& knots, int degree, const SplineAxis& axis,
                          const std::vector<double>& values) {
  const int n = static_cast<int>(axis.sites.size()), others = static_cast<int>(values.size()) / n;
  const std::vector<Basis> at_sites = basis_at_all(knots, degree, axis.sites);
  BandedTriangle system(n, degree + 1, others);
  for (int i = 0; i < n; ++i)
    system.add(at_sites[i], {values.begin() + i * others, values.begin() + (i + 1) * others});
  return system;
}

std::vector<double> transposed(const std::vector<double>& matrix, int columns) {
  const int rows = static_cast<int>(matrix.size()) / columns;
  std::vector<double> result(matrix.size());
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) result[j * rows + i] = matrix[i * columns + j];
  return result;
}

/// Sum over the 4 x 4 (or fewer) coefficients around a pixel; `pitch` coefficients to a row.
struct Evaluate {
  const Basis *rows, *columns;
  const double* coefficients;
  int order, pitch;
  View2<double> out;
  CEL_FN void operator()(int y, int x) const {
    const Basis& row = rows[y];
    const Basis& column = columns[x];
    const double* c = coefficients + static_cast<std::int64_t>(row.first) * pitch + column.first;
    double sum = 0;
    for (int i = 0; i < order; ++i)
      for (int j = 0; j < order; ++j) sum += c[i * pitch + j] * row.value[i] * column.value[j];
    out(y, x) = sum;
  }
};

}  // namespace

SplineSurface::SplineSurface(const SplineAxis& rows, const SplineAxis& columns,
                             const std::vector<double>& values, int degree)
    : degree_(degree), row_knots_(knots_of(rows, degree)), column_knots_(knots_of(columns, degree)) {
  const int height = static_cast<int>(rows.sites.size()), width = static_cast<int>(columns.sites.size());
  // Both axes are rotated before either is substituted: FITPACK's order, which the last bits show.
  const BandedTriangle row_system = conditions(row_knots_, degree, rows, values);
  const BandedTriangle column_system =
      conditions(column_knots_, degree, columns, transposed(row_system.right(), width));
  const std::vector<double> by_column = column_system.substitute(column_system.right());
  coefficients_ = row_system.substitute(transposed(by_column, height));
}

void SplineSurface::evaluate(Queue& queue, const std::vector<double>& row_at,
                             const std::vector<double>& column_at, View2<double> out) const {
  const auto rows = upload(queue, basis_at_all(row_knots_, degree_, row_at));
  const auto columns = upload(queue, basis_at_all(column_knots_, degree_, column_at));
  const auto coefficients = upload(queue, coefficients_);
  const int pitch = static_cast<int>(column_knots_.size()) - degree_ - 1;
  for_each_pixel(queue, out.shape,
                 Evaluate{rows.data(), columns.data(), coefficients.data(), degree_ + 1, pitch, out});
}

}  // namespace cellerate::kernel
