/// Runs of values count into tables of their own, which are added with integer atomics.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/histogram.hpp"

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kRun = 1 << 15;

/// Counts with memory that only this block sees: on the CPU that is one thread.
CEL_FN void count_one(std::int32_t* count) {
#if defined(__CUDA_ARCH__)
  atomic_add(count, 1);
#else
  ++*count;
#endif
}

template <class T>
struct CountRun {
  View1<const T> values;
  int bins;
  T low, high, norm;  ///< norm: bins per unit
  const T* edges;
  std::int32_t* counts;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    std::int32_t* const own = block.scratch<std::int32_t>(bins);
    const std::int64_t begin = group * kRun, left = values.size - begin, n = left < kRun ? left : kRun;
    const CountRun self = *this;
    block.each(bins, [=](std::int64_t k) { own[k] = 0; });
    block.each(n, [=](std::int64_t i) {
      const int bin = self.bin_of(self.values[begin + i]);
      if (bin >= 0) count_one(own + bin);
    });
    block.each(bins, [=](std::int64_t k) {
      if (own[k]) atomic_add(self.counts + k, own[k]);
    });
  }

  CEL_FN int bin_of(T v) const {
    if (!(v >= low && v <= high)) return -1;
    int bin = static_cast<int>((v - low) * norm);
    if (bin >= bins) bin = bins - 1;
    // The product may have rounded over an edge, by one bin at most.
    if (v < edges[bin]) return bin - 1;
    return bin < bins - 1 && v >= edges[bin + 1] ? bin + 1 : bin;
  }
};

/// numpy.linspace(low, high, bins + 1), computed in double.
template <class T>
std::vector<T> edges_between(T low, T high, int bins) {
  std::vector<T> edges(bins + 1);
  const double step = (static_cast<double>(high) - static_cast<double>(low)) / bins;
  for (int k = 0; k < bins; ++k) edges[k] = static_cast<T>(k * step + static_cast<double>(low));
  edges[bins] = high;
  return edges;
}

template <class T>
Histogram<T> count(Queue& queue, View1<const T> values, int bins, T low, T high) {
  if (low == high) {
    low -= T(0.5);
    high += T(0.5);
  }
  Histogram<T> result;
  result.edges = edges_between(low, high, bins);
  const T norm = static_cast<T>(bins / static_cast<double>(high - low));
  const Buffer<T> edges = upload(queue, result.edges);
  Buffer<std::int32_t> counts = zeros<std::int32_t>(queue, bins);
  const CountRun<T> body{values, bins, low, high, norm, edges.data(), counts.data()};
  for_each_group(queue, (values.size + kRun - 1) / kRun, bins * sizeof(std::int32_t) + 16, body);
  const std::vector<std::int32_t> host = download(queue, counts);
  result.counts.assign(host.begin(), host.end());
  return result;
}

}  // namespace

Histogram<float> histogram(Queue& queue, View1<const float> values, int bins, float low, float high) {
  return count(queue, values, bins, low, high);
}
Histogram<double> histogram(Queue& queue, View1<const double> values, int bins, double low, double high) {
  return count(queue, values, bins, low, high);
}
Histogram<float> histogram(Queue& queue, View1<const float> values, int bins) {
  const Extrema<float> range = extrema(queue, values);
  return count(queue, values, bins, range.min, range.max);
}
Histogram<double> histogram(Queue& queue, View1<const double> values, int bins) {
  const Extrema<double> range = extrema(queue, values);
  return count(queue, values, bins, range.min, range.max);
}

}  // namespace cellerate::kernel
