// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellerate::kernel {
namespace {

constexpr double kSafeRatio = 1e-10;  ///< of the triangle's diagonal: far from any cutoff
constexpr int kMostSweeps = 60;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Turns the plane of two columns; both matrices alike.
void turn(std::vector<double>& a, std::vector<double>& b, double cosine, double sine) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double old = a[i];
    a[i] = cosine * old - sine * b[i];
    b[i] = sine * old + cosine * b[i];
  }
}

}  // namespace

LeastSquares::LeastSquares(int unknowns)
    : unknowns_(unknowns),
      triangle_(static_cast<std::size_t>(unknowns) * unknowns),
      right_(unknowns),
      row_(unknowns) {}

void LeastSquares::add(int first, const std::vector<double>& factors, double right) {
  const int last = first + static_cast<int>(factors.size());
  end_ = std::max(end_, last);
  std::fill(row_.begin() + first, row_.begin() + end_, 0.0);
  std::copy(factors.begin(), factors.end(), row_.begin() + first);
  for (int i = first; i < end_; ++i) {
    if (row_[i] == 0) continue;
    double* const line = &triangle_[static_cast<std::size_t>(i) * unknowns_];
    const double length = std::hypot(line[i], row_[i]), cosine = line[i] / length, sine = row_[i] / length;
    for (int j = i; j < end_; ++j) {
      const double above = line[j];
      line[j] = cosine * above + sine * row_[j];
      row_[j] = cosine * row_[j] - sine * above;
    }
    const double above = right_[i];
    right_[i] = cosine * above + sine * right;
    right = cosine * right - sine * above;
  }
}

bool LeastSquares::is_well_conditioned() const {
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (int i = 0; i < unknowns_; ++i) {
    least = std::min(least, std::abs(factor(i, i)));
    most = std::max(most, std::abs(factor(i, i)));
  }
  return least > kSafeRatio * most;
}

std::vector<double> LeastSquares::substituted() const {
  std::vector<double> x(right_);
  for (int i = unknowns_ - 1; i >= 0; --i) {
    for (int j = i + 1; j < unknowns_; ++j) x[i] -= factor(i, j) * x[j];
    x[i] /= factor(i, i);
  }
  return x;
}

/// R V = U S by turning columns of R until they are orthogonal; x = V S^-1 U' b without the small singular
/// values.
std::vector<double> LeastSquares::of_smallest_norm() const {
  const int n = unknowns_;
  std::vector<std::vector<double>> columns(n, std::vector<double>(n)), v(columns);
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) columns[j][i] = factor(i, j);
    v[j][j] = 1;
  }
  bool turned = true;
  for (int sweep = 0; turned && sweep < kMostSweeps; ++sweep) {
    turned = false;
    for (int p = 0; p < n; ++p)
      for (int q = p + 1; q < n; ++q) {
        const double pp = dot(columns[p], columns[p]), qq = dot(columns[q], columns[q]),
                     pq = dot(columns[p], columns[q]);
        if (std::abs(pq) <= std::numeric_limits<double>::epsilon() * std::sqrt(pp * qq)) continue;
        turned = true;
        const double slope = (qq - pp) / (2 * pq);
        const double tangent = std::copysign(1.0, slope) / (std::abs(slope) + std::sqrt(1 + slope * slope));
        const double cosine = 1 / std::sqrt(1 + tangent * tangent);
        turn(columns[p], columns[q], cosine, cosine * tangent);
        turn(v[p], v[q], cosine, cosine * tangent);
      }
  }
  double greatest = 0;
  for (const auto& column : columns) greatest = std::max(greatest, std::sqrt(dot(column, column)));
  std::vector<double> x(n);
  for (int k = 0; k < n; ++k) {
    const double square = dot(columns[k], columns[k]);
    if (std::sqrt(square) <= std::numeric_limits<double>::epsilon() * greatest) continue;
    const double factor = dot(columns[k], right_) / square;
    for (int i = 0; i < n; ++i) x[i] += v[k][i] * factor;
  }
  return x;
}

std::vector<double> LeastSquares::solution() const {
  return is_well_conditioned() ? substituted() : of_smallest_norm();
}

}  // namespace cellerate::kernel
