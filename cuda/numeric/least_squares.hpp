/// Linear least squares of few unknowns and any number of equations, rotated one by one into a triangle.
///
/// Source: numpy.linalg.lstsq and scipy.linalg.lstsq with the machine's precision as cutoff (LAPACK gelsd):
/// of the solutions that fit equally well it is the one of smallest norm. Golub & Van Loan, Matrix
/// Computations, 5.1.8 (Givens), 8.6 (one-sided Jacobi). On the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

namespace cellerate::kernel {

class LeastSquares {
 public:
  explicit LeastSquares(int unknowns);

  /// Adds the equation sum(factors[k] * unknown[first + k]) = right.
  void add(int first, const std::vector<double>& factors, double right);

  int unknowns() const { return unknowns_; }
  /// The triangle's factor of an unknown in an equation, and the equation's right side.
  double factor(int equation, int unknown) const { return triangle_[equation * unknowns_ + unknown]; }
  double right(int equation) const { return right_[equation]; }

  std::vector<double> solution() const;

 private:
  bool is_well_conditioned() const;
  std::vector<double> substituted() const;
  std::vector<double> of_smallest_norm() const;

  int unknowns_, end_ = 0;  ///< end_: one behind the last unknown that has been in an equation
  std::vector<double> triangle_, right_, row_;
};

}  // namespace cellerate::kernel
