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

/// The k-th smallest (from 0) of |value - center| of ascending values, none of them NaN, of which the first
/// `below` are less than the center: how many of the k + 1 nearest lie above it is found by bisection.
inline float sorted_deviation(const float* sorted, std::int64_t n, std::int64_t below, float center,
                              std::int64_t k) {
  const auto up = [=](std::int64_t i) { return sorted[below + i] - center; };
  const auto down = [=](std::int64_t i) { return center - sorted[below - 1 - i]; };
  std::int64_t least = std::max<std::int64_t>(0, k + 1 - below), most = std::min(k + 1, n - below);
  while (least < most) {
    const std::int64_t above = (least + most) / 2;
    if (up(above) < down(k - above))
      least = above + 1;
    else
      most = above;
  }
  if (least == 0) return down(k);
  return least > k ? up(k) : std::max(up(least - 1), down(k - least));
}

/// Median of |value - center| of n > 0 ascending values, NaN aside.
inline float sorted_median_deviation(const float* sorted, std::int64_t n, float center) {
  if (!std::isfinite(center)) return NAN;  // of equal infinities there is no difference
  const std::int64_t below = std::lower_bound(sorted, sorted + n, center) - sorted;
  const float last = sorted_deviation(sorted, n, below, center, n / 2);
  return n % 2 ? last : (sorted_deviation(sorted, n, below, center, n / 2 - 1) + last) / 2;
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
