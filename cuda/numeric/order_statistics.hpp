/// numpy.median and numpy.percentile (linear) of sorted values, rounded as NumPy rounds.
/// Source: numpy 1.23 (function_base.py: _median, _quantile, _lerp).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// Median of n > 0 ascending values: of an even number the mean of the two middle ones, in their own
/// precision.
template <class T>
CEL_FN T sorted_median(const T* sorted, std::int64_t n) {
  const std::int64_t half = n / 2;
  return n % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / T(2);
}

/// Median of |value - center| of n > 0 ascending values, NaN aside: the nearest half is taken from both sides
/// of the center in turn.
inline float sorted_median_deviation(const float* sorted, std::int64_t n, float center) {
  std::int64_t above = std::lower_bound(sorted, sorted + n, center) - sorted;
  std::int64_t below = above - 1;
  float previous = 0, last = 0;
  for (std::int64_t taken = 0; taken <= n / 2; ++taken) {
    previous = last;
    const bool up = below < 0 || (above < n && sorted[above] - center <= center - sorted[below]);
    last = up ? sorted[above++] - center : center - sorted[below--];
  }
  return n % 2 ? last : (previous + last) / 2;
}

/// The q-th percentile (0 ... 100) of n > 0 ascending values, as a double.
template <class T>
CEL_FN double sorted_percentile(const T* sorted, std::int64_t n, double q) {
  const double at = (q / 100.0) * static_cast<double>(n - 1);
  const std::int64_t below = static_cast<std::int64_t>(floor(at));
  const double gap = at - static_cast<double>(below);
  const T a = sorted[below], b = sorted[below + 1 < n ? below + 1 : n - 1];
  const T d = b - a;
  return gap < 0.5 ? static_cast<double>(a) + static_cast<double>(d) * gap
                   : static_cast<double>(b) - static_cast<double>(d) * (1 - gap);
}

}  // namespace cellerate::kernel
