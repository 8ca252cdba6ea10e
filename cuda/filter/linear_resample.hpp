/// Planes sampled at the points where given rows and columns meet, linearly between pixels, with the bits of
/// scipy.ndimage.map_coordinates (order 1, mode 'constant').
/// Source: scipy.ndimage 1.9 (ni_splines.c, ni_interpolation.c).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {

/// The two pixels of an axis that a value is made of, and their weights.
struct LinearTaps {
  bool inside;
  int index[2];
  double weight[2];
};

/// @param at  a place on an axis of n pixels; beyond the first or last one nothing is inside
CEL_FN inline LinearTaps linear_taps(double at, int n) {
  LinearTaps taps{};
  taps.inside = at >= 0 && at <= n - 1;
  if (!taps.inside) return taps;
  const int below = static_cast<int>(at);
  taps.index[0] = below;
  taps.index[1] = fold_index(below + 1, n, Border::kMirror);
  taps.weight[0] = 1.0 - (at - below);
  taps.weight[1] = 1.0 - taps.weight[0];
  return taps;
}

/// The taps of each of the places.
std::vector<LinearTaps> linear_taps(const std::vector<double>& places, int n);

/// out(y, x) = image at (rows[y], columns[x]); exactly 0 outside.
void linear_resample(Queue& queue, View2<const float> image, const std::vector<double>& rows,
                     const std::vector<double>& columns, View2<float> out);
void linear_resample(Queue& queue, View2<const double> image, const std::vector<double>& rows,
                     const std::vector<double>& columns, View2<double> out);

}  // namespace cellerate::kernel
