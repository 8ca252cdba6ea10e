/// What follows from an object's central moments: inertia tensor, axes, normalised moments, Hu's invariants.
/// Source: skimage.measure._moments, _moments_cy.moments_hu; LAPACK dsterf and dlae2 for a matrix of order 2.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// The symmetric inertia tensor of central moments, its eigenvalues (greatest first, never below 0) and the
/// direction of the major axis in radians.
struct Inertia {
  double rows, mixed, columns;  ///< tensor elements 00, 01 = 10, 11
  double eigenvalues[2];
  double orientation;
};

namespace detail {

/// Eigenvalues of ((a, b), (b, c)) as LAPACK computes them, operation by operation: for a straight line of
/// pixels the smaller one is nothing but rounding, and the minor axis shows it.
CEL_FN inline void symmetric_eigenvalues(double a, double b, double c, double* first, double* second) {
  if (fabs(b) <= sqrt(fabs(a)) * sqrt(fabs(c)) * 0x1p-53) {
    *first = a;
    *second = c;
    return;
  }
  if (fabs(c) < fabs(a)) {
    const double swap = a;
    a = c;
    c = swap;
  }
  const double sum = a + c, difference = fabs(a - c), twice = fabs(b + b);
  const bool a_greater = fabs(a) > fabs(c);
  const double most = a_greater ? a : c, least = a_greater ? c : a;
  double root = twice * sqrt(2.0);
  if (difference > twice) root = difference * sqrt(1.0 + (twice / difference) * (twice / difference));
  if (difference < twice) root = twice * sqrt(1.0 + (difference / twice) * (difference / twice));
  if (sum > 0) {
    *first = 0.5 * (sum + root);
    *second = (most / *first) * least - (b / *first) * b;
  } else {
    *first = 0.5 * root;
    *second = -0.5 * root;
  }
}

}  // namespace detail

CEL_FN inline Inertia inertia_of(const double central[4][4]) {
  constexpr double kQuarterTurn = 0.78539816339744830962;  // pi / 4
  Inertia inertia;
  const double both = central[2][0] + central[0][2], area = central[0][0];
  inertia.rows = (both - central[2][0]) / area;
  inertia.columns = (both - central[0][2]) / area;
  inertia.mixed = -central[1][1] / area;
  double first, second;
  detail::symmetric_eigenvalues(inertia.rows, inertia.mixed, inertia.columns, &first, &second);
  first = first < 0 ? 0 : first;
  second = second < 0 ? 0 : second;
  inertia.eigenvalues[0] = first > second ? first : second;
  inertia.eigenvalues[1] = first > second ? second : first;
  if (inertia.rows - inertia.columns == 0)
    inertia.orientation = inertia.mixed < 0 ? -kQuarterTurn : kQuarterTurn;
  else
    inertia.orientation = 0.5 * atan2(-2 * inertia.mixed, inertia.columns - inertia.rows);
  return inertia;
}

/// Central moments divided by a power of the area: independent of scale. NaN below the second order.
CEL_FN inline void normalise_moments(const double central[4][4], double normalised[4][4]) {
  for (int p = 0; p < 4; ++p)
    for (int q = 0; q < 4; ++q)
      normalised[p][q] = p + q < 2 ? nan("") : central[p][q] / pow(central[0][0], (p + q) / 2.0 + 1);
}

/// Hu's seven invariants of normalised moments.
CEL_FN inline void hu_moments(const double nu[4][4], double hu[7]) {
  double t0 = nu[3][0] + nu[1][2], t1 = nu[2][1] + nu[0][3];
  double q0 = t0 * t0, q1 = t1 * t1;
  const double n4 = 4 * nu[1][1], s = nu[2][0] + nu[0][2], d = nu[2][0] - nu[0][2];
  hu[0] = s;
  hu[1] = d * d + n4 * nu[1][1];
  hu[3] = q0 + q1;
  hu[5] = d * (q0 - q1) + n4 * t0 * t1;
  t0 *= q0 - 3 * q1;
  t1 *= 3 * q0 - q1;
  q0 = nu[3][0] - 3 * nu[1][2];
  q1 = 3 * nu[2][1] - nu[0][3];
  hu[2] = q0 * q0 + q1 * q1;
  hu[4] = q0 * t0 + q1 * t1;
  hu[6] = q1 * t0 - q0 * t1;
}

}  // namespace cellerate::kernel
