/// NumPy's order of summation: blocks of 8192 elements, each by pairwise recursion down to leaves of at most
/// 128, the blocks one after the other. Source: numpy 1.23 (loops_utils.h.src, pairwise_sum; the reduction's
/// buffer size).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Elements that numpy.sum reduces before it adds to the running total.
constexpr std::int64_t kSumBlock = 8192;
/// Elements below which the recursion stops.
constexpr std::int64_t kSumLeaf = 128;

/// Sum of load(begin) ... load(begin + n - 1) for n <= kSumLeaf: eight running sums, then the remainder.
template <class T, class Load>
CEL_FN T pairwise_leaf(const Load& load, std::int64_t begin, std::int64_t n) {
  if (n < 8) {
    T sum = T(0);
    for (std::int64_t i = 0; i < n; ++i) sum += load(begin + i);
    return sum;
  }
  T r[8];
  for (int k = 0; k < 8; ++k) r[k] = load(begin + k);
  const std::int64_t whole = n / 8;
  for (std::int64_t i = 1; i < whole; ++i)
    for (int k = 0; k < 8; ++k) r[k] += load(begin + 8 * i + k);
  T sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  for (int k = 0; k < n % 8; ++k) sum += load(begin + 8 * whole + k);
  return sum;
}

/// Sum of any number of elements by pairwise recursion alone: one block.
template <class T, class Load>
CEL_FN T pairwise_sum(const Load& load, std::int64_t begin, std::int64_t n) {
  if (n <= kSumLeaf) return pairwise_leaf<T>(load, begin, n);
  const std::int64_t half = n / 2 - n / 2 % 8;
  return pairwise_sum<T>(load, begin, half) + pairwise_sum<T>(load, begin + half, n - half);
}

/// numpy.sum of load(0) ... load(n - 1), serially: for what lies on the host or belongs to one thread.
template <class T, class Load>
CEL_FN T numpy_sum(std::int64_t n, const Load& load) {
  T sum = T(0);
  for (std::int64_t begin = 0; begin < n; begin += kSumBlock)
    sum += pairwise_sum<T>(load, begin, n - begin < kSumBlock ? n - begin : kSumBlock);
  return sum;
}

/// numpy.mean of single precision values on the host, NaN of none.
inline float numpy_mean(const std::vector<float>& values) {
  const auto n = static_cast<std::int64_t>(values.size());
  return static_cast<float>(numpy_sum<float>(n, [&](std::int64_t i) { return values[i]; }) /
                            static_cast<double>(n));
}

/// Body for for_each_group over blocks of kSumBlock elements: partial[block] = its pairwise sum.
/// The full blocks are a perfect tree of 64 leaves; the last, odd one is left to one thread.
template <class T, class Load>
struct SumBlock {
  static constexpr int kLeaves = kSumBlock / kSumLeaf;
  static constexpr std::int64_t kScratchBytes = kLeaves * sizeof(T);

  std::int64_t n;
  Load load;
  T* partial;

  template <class Block>
  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t begin = group * kSumBlock;
    T* const result = partial + group;
    const Load from = load;
    if (n - begin < kSumBlock) {
      const std::int64_t rest = n - begin;
      block.each(1, [=](std::int64_t) { *result = pairwise_sum<T>(from, begin, rest); });
      return;
    }
    T* const sums = block.template scratch<T>(kLeaves);
    block.each(kLeaves, [=](std::int64_t leaf) {
      sums[leaf] = pairwise_leaf<T>(from, begin + leaf * kSumLeaf, kSumLeaf);
    });
    for (int stride = 1; stride < kLeaves; stride *= 2)
      block.each(kLeaves / (2 * stride),
                 [=](std::int64_t i) { sums[2 * stride * i] += sums[2 * stride * i + stride]; });
    block.each(1, [=](std::int64_t) { *result = sums[0]; });
  }
};

/// numpy.sum, numpy.mean and numpy.var of a contiguous array in its own precision. Synchronise. Mean and
/// variance of nothing are NaN.
float numpy_sum(Queue& queue, View1<const float> values);
double numpy_sum(Queue& queue, View1<const double> values);
float numpy_mean(Queue& queue, View1<const float> values);
double numpy_mean(Queue& queue, View1<const double> values);
float numpy_variance(Queue& queue, View1<const float> values);
double numpy_variance(Queue& queue, View1<const double> values);

}  // namespace cellerate::kernel
