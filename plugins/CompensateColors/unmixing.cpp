/// Factors and solutions as LAPACK makes them of small matrices: by columns, with reciprocals of the pivots.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CompensateColors/unmixing.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::modules {
namespace {

class Matrix {
 public:
  explicit Matrix(int n) : n_(n), values_(static_cast<std::size_t>(n) * n) {}
  double& operator()(int row, int column) { return values_[static_cast<std::size_t>(row) * n_ + column]; }
  int size() const { return n_; }
  void swap_rows(int a, int b) {
    for (int c = 0; c < n_; ++c) std::swap((*this)(a, c), (*this)(b, c));
  }
  /// row a -= factor * row b, from a column on.
  void subtract_row(int a, double factor, int b, int column) {
    for (int c = column; c < n_; ++c) (*this)(a, c) -= factor * (*this)(b, c);
  }
  std::vector<double> take() && { return std::move(values_); }

 private:
  int n_;
  std::vector<double> values_;
};

template <class T>
Matrix mixing(const std::vector<double>& medians, int n) {
  Matrix mixed(n);
  for (int i = 0; i < n; ++i) {
    const double* const color = medians.data() + static_cast<std::size_t>(i) * n;
    const T sum = kernel::numpy_sum<T>(n, [&](std::int64_t k) { return static_cast<T>(color[k]); });
    for (int k = 0; k < n; ++k) mixed(k, i) = static_cast<T>(color[k]) / sum;
  }
  return mixed;
}

/// To a lower triangle with a diagonal of 1 and an upper one; the rows of `other` change places as its own.
void factorise(Matrix& matrix, Matrix& other) {
  const int n = matrix.size();
  for (int k = 0; k < n; ++k) {
    int pivot = k;
    for (int row = k + 1; row < n; ++row)
      if (std::abs(matrix(row, k)) > std::abs(matrix(pivot, k))) pivot = row;
    if (matrix(pivot, k) == 0)
      throw std::invalid_argument("the colors of the compensation classes depend on each other");
    matrix.swap_rows(k, pivot);
    other.swap_rows(k, pivot);
    const double reciprocal = 1 / matrix(k, k);
    for (int row = k + 1; row < n; ++row) {
      matrix(row, k) *= reciprocal;
      matrix.subtract_row(row, matrix(row, k), k, k + 1);
    }
  }
}

Matrix inverse(Matrix matrix) {
  const int n = matrix.size();
  Matrix result(n);
  for (int k = 0; k < n; ++k) result(k, k) = 1;
  factorise(matrix, result);
  for (int k = 0; k < n; ++k)
    for (int row = k + 1; row < n; ++row) result.subtract_row(row, matrix(row, k), k, 0);
  for (int k = n - 1; k >= 0; --k) {
    const double reciprocal = 1 / matrix(k, k);
    for (int c = 0; c < n; ++c) result(k, c) *= reciprocal;
    for (int row = 0; row < k; ++row) result.subtract_row(row, matrix(row, k), k, 0);
  }
  return result;
}

}  // namespace

std::vector<double> unmixing_weights(const std::vector<double>& medians, int channels, bool is_single) {
  Matrix mixed = is_single ? mixing<float>(medians, channels) : mixing<double>(medians, channels);
  for (int row = 0; row < channels; ++row)
    for (int column = 0; column < channels; ++column)
      if (std::isnan(mixed(row, column))) return {};
  std::vector<double> weights = inverse(std::move(mixed)).take();
  if (is_single)
    for (double& weight : weights) weight = static_cast<float>(weight);
  return weights;
}

}  // namespace cellerate::modules
