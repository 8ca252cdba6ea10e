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

/// Finds the bin of a value.
template <class T>
struct Binning {
  int bins;
  T low, high, norm;  ///< norm: bins per unit
  const T* edges;

  /// -1 outside and for NaN.
  CEL_FN int operator()(T v) const {
    if (!(v >= low && v <= high)) return -1;
    int bin = static_cast<int>((v - low) * norm);
    if (bin >= bins) bin = bins - 1;
    // The product may have rounded over an edge, by one bin at most.
    if (v < edges[bin]) return bin - 1;
    return bin < bins - 1 && v >= edges[bin + 1] ? bin + 1 : bin;
  }
};

template <class T>
struct CountRun {
  View1<const T> values;
  Binning<T> bin_of;
  std::int32_t* counts;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const Binning<T> find = bin_of;
    std::int32_t* const own = block.scratch<std::int32_t>(find.bins);
    std::int32_t* const all = counts;
    const T* const from = values.data + group * kRun;
    const std::int64_t left = values.size - group * kRun;
    block.each(find.bins, [=](std::int64_t k) { own[k] = 0; });
    block.each(left < kRun ? left : kRun, [=](std::int64_t i) {
      const int bin = find(from[i]);
      if (bin >= 0) count_one(own + bin);
    });
    block.each(find.bins, [=](std::int64_t k) {
      if (own[k]) atomic_add(all + k, own[k]);
    });
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

/// Empty bins between the edges, widened where they are the same.
template <class T>
Histogram<T> empty_histogram(int bins, T low, T high) {
  if (low == high) {
    low -= T(0.5);
    high += T(0.5);
  }
  return {std::vector<std::int64_t>(bins), edges_between(low, high, bins)};
}

template <class T>
Binning<T> binning(const Histogram<T>& histogram, const T* edges) {
  const int bins = static_cast<int>(histogram.counts.size());
  const T low = histogram.edges.front(), high = histogram.edges.back();
  return {bins, low, high, static_cast<T>(bins / static_cast<double>(high - low)), edges};
}

template <class T>
Histogram<T> count(Queue& queue, View1<const T> values, int bins, T low, T high) {
  Histogram<T> result = empty_histogram(bins, low, high);
  const Buffer<T> edges = upload(queue, result.edges);
  Buffer<std::int32_t> counts = zeros<std::int32_t>(queue, bins);
  for_each_group(queue, (values.size + kRun - 1) / kRun, bins * sizeof(std::int32_t) + 16,
                 CountRun<T>{values, binning(result, edges.data()), counts.data()});
  const std::vector<std::int32_t> host = download(queue, counts);
  result.counts.assign(host.begin(), host.end());
  return result;
}

template <class T>
Histogram<T> count_on_host(View1<const T> values, int bins) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  Histogram<T> result = empty_histogram(bins, *low, *high);
  const Binning<T> find = binning(result, result.edges.data());
  for (const T v : values)
    if (const int bin = find(v); bin >= 0) ++result.counts[bin];
  return result;
}

}  // namespace

Histogram<float> histogram(Queue& queue, View1<const float> values, int bins, float low, float high) {
  return count(queue, values, bins, low, high);
}
Histogram<double> histogram(Queue& queue, View1<const double> values, int bins, double low, double high) {
  return count(queue, values, bins, low, high);
}
Histogram<float> histogram(View1<const float> host_values, int bins) {
  return count_on_host(host_values, bins);
}
Histogram<double> histogram(View1<const double> host_values, int bins) {
  return count_on_host(host_values, bins);
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
