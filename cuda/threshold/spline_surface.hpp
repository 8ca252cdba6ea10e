/// Bicubic (or lower) spline through a grid of values, evaluated on a plane, in FITPACK's order of
/// operations. Source: Dierckx 1993, FITPACK regrid with s = 0 and bispev, behind
/// scipy.interpolate.RectBivariateSpline.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// One axis of the grid: where the values stand, ascending, and the interval the spline is defined on.
struct SplineAxis {
  std::vector<double> sites;
  double begin = 0, end = 0;
};

/// Interpolating tensor-product spline. Few coefficients, found on the host by Givens rotations.
class SplineSurface {
 public:
  static constexpr int kMaxDegree = 3;

  /// @param values rows.sites x columns.sites, row by row. @param degree 1 ... 3, less than the sites of
  /// either axis.
  SplineSurface(const SplineAxis& rows, const SplineAxis& columns, const std::vector<double>& values,
                int degree);

  /// Values at every (row_at[y], column_at[x]), both ascending; outside the interval the value at its end.
  void evaluate(Queue& queue, const std::vector<double>& row_at, const std::vector<double>& column_at,
                View2<double> out) const;

 private:
  int degree_;
  std::vector<double> row_knots_, column_knots_;
  std::vector<double> coefficients_;  ///< row by row
};

}  // namespace cellerate::kernel
