/// The cubic (or quadratic) B-spline through the pixels of a plane, with the bits of scipy.ndimage's
/// spline_filter and interpolation (orders 3 and 2, mode 'constant', whose spline is mirrored at the first
/// and last pixel). Source: scipy.ndimage 1.9 (ni_splines.c, ni_interpolation.c); Unser 1999,
/// doi:10.1109/79.799930.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>

#include "cuda/core/buffer.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {

enum class SplineOrder { kQuadratic = 2, kCubic = 3 };

/// The spline's coefficients, one for each pixel.
Buffer<double> spline_coefficients(Queue& queue, View2<const float> image,
                                   SplineOrder order = SplineOrder::kCubic);
Buffer<double> spline_coefficients(Queue& queue, View2<const double> image,
                                   SplineOrder order = SplineOrder::kCubic);
Buffer<double> spline_coefficients(Queue& queue, View2<const std::uint8_t> image,
                                   SplineOrder order = SplineOrder::kCubic);

/// The coefficients along an axis that a value is made of, and their weights.
struct CubicTaps {
  bool inside;
  int index[4];
  double weight[4];
};

/// @param at  a place on an axis of n coefficients; beyond the first or last one nothing is inside
CEL_FN inline CubicTaps cubic_taps(double at, int n) {
  CubicTaps taps;
  taps.inside = at >= 0 && at <= n - 1;
  const double below = floor(at), x = at - below, z = 1.0 - x;
  for (int i = 0; i < 4; ++i) taps.index[i] = fold_index(static_cast<int>(below) - 1 + i, n, Border::kMirror);
  taps.weight[0] = z * z * z / 6.0;
  taps.weight[1] = (x * x * (x - 2.0) * 3.0 + 4.0) / 6.0;
  taps.weight[2] = (z * z * (z - 2.0) * 3.0 + 4.0) / 6.0;
  taps.weight[3] = 1.0 - taps.weight[0] - taps.weight[1] - taps.weight[2];
  return taps;
}

/// The spline where a row and a column meet; exactly 0 outside.
CEL_FN inline double cubic_value(const View2<const double>& coefficients, const CubicTaps& row,
                                 const CubicTaps& column) {
  if (!row.inside || !column.inside) return 0;
  double sum = 0;
  for (int i = 0; i < 4; ++i) {
    const double* line = coefficients.row(row.index[i]);
    for (int j = 0; j < 4; ++j) sum += line[column.index[j]] * row.weight[i] * column.weight[j];
  }
  return sum;
}

}  // namespace cellerate::kernel
