/// Several sums over the same things at once.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <utility>

#include "cuda/core/launch.hpp"

namespace cellerate {

/// Terms of kSize sums, or the sums: what a block can reduce as one number.
template <int kSize>
struct SumArray {
  double of[kSize] = {};
  SumArray() = default;
  CEL_FN explicit SumArray(int) {}
  CEL_FN friend SumArray operator+(const SumArray& a, const SumArray& b) {
    SumArray sum(0);
    for (int i = 0; i < kSize; ++i) sum.of[i] = a.of[i] + b.of[i];
    return sum;
  }
};

namespace detail {

/// Eight things side by side, each in sums of its own, so that the compiler vectorises f; a loop over the
/// sums inside would keep it from that.
template <int kSize, class F, std::size_t... kSum>
SumArray<kSize> sum_side_by_side(std::int64_t n, const F& f, std::index_sequence<kSum...>) {
  constexpr int kLanes = 8;
  double lanes[kSize][kLanes] = {};
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
#pragma GCC unroll 1
    for (int lane = 0; lane < kLanes; ++lane) {
      const SumArray<kSize> one = f(i + lane);
      ((lanes[kSum][lane] += one.of[kSum]), ...);
    }
  }
  for (int lane = 0; i + lane < n; ++lane) {
    const SumArray<kSize> one = f(i + lane);
    ((lanes[kSum][lane] += one.of[kSum]), ...);
  }
  SumArray<kSize> sums;
  for (int s = 0; s < kSize; ++s) {
    const double* of = lanes[s];
    sums.of[s] = ((of[0] + of[4]) + (of[2] + of[6])) + ((of[1] + of[5]) + (of[3] + of[7]));
  }
  return sums;
}

}  // namespace detail

/// The sums of f(0).of[s] ... f(n - 1).of[s], known to all threads of the block. The same on every call: in a
/// fixed order, which is not that of i. f should have no branches and read consecutive places.
template <int kSize, class F>
CEL_FN SumArray<kSize> lane_sums(Block& block, std::int64_t n, const F& f) {
#if defined(__CUDA_ARCH__)
  return block.sum<SumArray<kSize>>(n, f);
#else
  (void)block;
  return detail::sum_side_by_side<kSize>(n, f, std::make_index_sequence<kSize>());
#endif
}

}  // namespace cellerate
