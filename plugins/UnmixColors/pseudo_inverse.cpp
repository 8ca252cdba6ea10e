// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/UnmixColors/pseudo_inverse.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace cellerate::modules {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::vector<Vector>;

Vector cross(const Vector& a, const Vector& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

Matrix inverse_of_square(const Matrix& rows) {
  Matrix columns = {cross(rows[1], rows[2]), cross(rows[2], rows[0]), cross(rows[0], rows[1])};
  double determinant = 0;
  for (int c = 0; c < 3; ++c) determinant += rows[0][c] * columns[0][c];
  if (determinant == 0) throw std::runtime_error("the absorbances of the stains depend on each other");
  for (Vector& column : columns)
    for (double& value : column) value /= determinant;
  return columns;
}

/// Three columns of any length, made orthogonal by rotations that are gathered in `rotation`.
struct Columns {
  std::array<std::vector<double>, 3> columns;
  std::array<Vector, 3> rotation{Vector{1, 0, 0}, Vector{0, 1, 0}, Vector{0, 0, 1}};

  explicit Columns(const Matrix& rows) {
    for (int c = 0; c < 3; ++c)
      for (const Vector& row : rows) columns[c].push_back(row[c]);
  }
  double dot(int a, int b) const {
    double sum = 0;
    for (std::size_t i = 0; i < columns[a].size(); ++i) sum += columns[a][i] * columns[b][i];
    return sum;
  }
  void rotate(int a, int b) {
    const double product = dot(a, b);
    if (product == 0) return;
    const double zeta = (dot(b, b) - dot(a, a)) / (2 * product);
    const double t = std::copysign(1.0, zeta) / (std::abs(zeta) + std::sqrt(1 + zeta * zeta));
    const double c = 1 / std::sqrt(1 + t * t), s = c * t;
    const auto turn = [&](double& x, double& y) {
      const double before = x;
      x = c * before - s * y;
      y = s * before + c * y;
    };
    for (std::size_t i = 0; i < columns[a].size(); ++i) turn(columns[a][i], columns[b][i]);
    for (int i = 0; i < 3; ++i) turn(rotation[a][i], rotation[b][i]);
  }
};

Matrix pseudo_inverse(const Matrix& rows) {
  constexpr int kSweeps = 30;
  constexpr double kLeastSingularValue = 1e-15;  // of the greatest
  Columns svd(rows);
  for (int sweep = 0; sweep < kSweeps; ++sweep)
    for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {1, 2}}) svd.rotate(a, b);
  double greatest = 0;
  for (int k = 0; k < 3; ++k) greatest = std::max(greatest, svd.dot(k, k));
  Matrix columns(rows.size(), Vector{});
  for (int k = 0; k < 3; ++k) {
    const double squared = svd.dot(k, k);
    if (std::sqrt(squared) <= kLeastSingularValue * std::sqrt(greatest)) continue;
    for (std::size_t row = 0; row < rows.size(); ++row)
      for (int c = 0; c < 3; ++c) columns[row][c] += svd.rotation[k][c] * svd.columns[k][row] / squared;
  }
  return columns;
}

}  // namespace

Matrix inverse_columns(const Matrix& rows) {
  return rows.size() == 3 ? inverse_of_square(rows) : pseudo_inverse(rows);
}

}  // namespace cellerate::modules
