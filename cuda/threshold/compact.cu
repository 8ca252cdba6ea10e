/// Runs of pixels are counted, the host adds up where each run begins, then each run writes its own places.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/compact.hpp"

#include <limits>
#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kRun = 512;

CEL_FN std::int64_t run_end(std::int64_t run, std::int64_t n) {
  const std::int64_t end = (run + 1) * kRun;
  return end < n ? end : n;
}

/// Which pixels are taken.
struct UnderMask {
  const std::uint8_t* mask;
  CEL_FN bool operator()(std::int64_t i) const { return mask[i] != 0; }
};
struct InClass {
  const std::uint8_t* classes;
  std::uint8_t wanted;
  CEL_FN bool operator()(std::int64_t i) const { return classes[i] == wanted; }
};

template <class Chosen>
struct CountRun {
  std::int64_t n;
  Chosen chosen;
  std::int32_t* counts;
  CEL_FN void operator()(std::int64_t run) const {
    const std::int64_t end = run_end(run, n);
    std::int32_t count = 0;
    for (std::int64_t i = run * kRun; i < end; ++i) count += chosen(i);
    counts[run] = count;
  }
};

/// Without a branch, which noise would mispredict: every value goes to the end of what is taken, and the next
/// one overwrites it where it is not.
template <class T, class Chosen>
struct PlaceRun {
  std::int64_t n;
  const T* plane;
  Chosen chosen;
  const std::int32_t* starts;
  T* values;
  CEL_FN void operator()(std::int64_t run) const {
    const std::int64_t end = run_end(run, n);
    T taken[kRun + 1];
    int count = 0;
    for (std::int64_t i = run * kRun; i < end; ++i) {
      taken[count] = plane[i];
      count += chosen(i);
    }
    T* const to = values + starts[run];
    for (int k = 0; k < count; ++k) to[k] = taken[k];
  }
};

template <class T, class Chosen>
Buffer<T> compact_plane(Queue& queue, View2<const T> plane, const Chosen& chosen) {
  const std::int64_t n = plane.size(), runs = (n + kRun - 1) / kRun;
  Buffer<std::int32_t> starts(queue, runs);
  for_each_index(queue, runs, CountRun<Chosen>{n, chosen, starts.data()});
  std::vector<std::int32_t> next = download(queue, starts);
  std::int32_t total = 0;
  for (std::int32_t& count : next) total += std::exchange(count, total);
  queue.copy_in(starts.data(), next.data(), runs * sizeof(std::int32_t));
  Buffer<T> values(queue, total);
  for_each_index(queue, runs, PlaceRun<T, Chosen>{n, plane.data, chosen, starts.data(), values.data()});
  return values;
}

constexpr std::int64_t kExtremaRun = 1 << 14;

template <class T>
struct RunExtrema {
  View1<const T> values;
  Extrema<T>* result;
  CEL_FN void operator()(Block& block, std::int64_t group) const {
    constexpr int kLanes = 32;
    T* const low = block.scratch<T>(kLanes);
    T* const high = block.scratch<T>(kLanes);
    const T* const from = values.data + group * kExtremaRun;
    const std::int64_t left = values.size - group * kExtremaRun, n = left < kExtremaRun ? left : kExtremaRun;
    const std::int64_t rows = n / kLanes, rest = n % kLanes;
    constexpr T kInfinity = std::numeric_limits<T>::infinity();
    block.each(kLanes, [=](std::int64_t lane) { low[lane] = kInfinity, high[lane] = -kInfinity; });
#if defined(__CUDA_ARCH__)
    block.each(kLanes, [=](std::int64_t lane) {
      for (std::int64_t row = 0; row < rows; ++row) widen(from[row * kLanes + lane], low[lane], high[lane]);
    });
#else  // the lanes innermost, so that they are vector registers
    for (std::int64_t row = 0; row < rows; ++row)
      for (int lane = 0; lane < kLanes; ++lane) widen(from[row * kLanes + lane], low[lane], high[lane]);
#endif
    Extrema<T>* const to = result + group;
    block.each(1, [=](std::int64_t) {
      Extrema<T> all{kInfinity, -kInfinity};
      for (int lane = 0; lane < kLanes; ++lane) {
        all.min = low[lane] < all.min ? low[lane] : all.min;
        all.max = high[lane] > all.max ? high[lane] : all.max;
      }
      for (std::int64_t i = 0; i < rest; ++i) widen(from[rows * kLanes + i], all.min, all.max);
      *to = all;
    });
  }
  CEL_FN static void widen(T v, T& low, T& high) {
    low = v < low ? v : low;
    high = v > high ? v : high;
  }
};

template <class T>
Extrema<T> find_extrema(Queue& queue, View1<const T> values) {
  const std::int64_t runs = (values.size + kExtremaRun - 1) / kExtremaRun;
  Buffer<Extrema<T>> each(queue, runs);
  for_each_group(queue, runs, 1024, RunExtrema<T>{values, each.data()});
  Extrema<T> all{std::numeric_limits<T>::infinity(), -std::numeric_limits<T>::infinity()};
  for (const Extrema<T>& run : download(queue, each)) {
    all.min = std::min(all.min, run.min);
    all.max = std::max(all.max, run.max);
  }
  return all;
}

}  // namespace

Buffer<float> compact(Queue& queue, View2<const float> plane, View2<const std::uint8_t> mask) {
  return compact_plane(queue, plane, UnderMask{mask.data});
}
Buffer<double> compact(Queue& queue, View2<const double> plane, View2<const std::uint8_t> mask) {
  return compact_plane(queue, plane, UnderMask{mask.data});
}
Buffer<float> compact_class(Queue& queue, View2<const float> plane, View2<const std::uint8_t> classes,
                            std::uint8_t wanted) {
  return compact_plane(queue, plane, InClass{classes.data, wanted});
}
Buffer<double> compact_class(Queue& queue, View2<const double> plane, View2<const std::uint8_t> classes,
                             std::uint8_t wanted) {
  return compact_plane(queue, plane, InClass{classes.data, wanted});
}
Extrema<float> extrema(Queue& queue, View1<const float> values) { return find_extrema(queue, values); }
Extrema<double> extrema(Queue& queue, View1<const double> values) { return find_extrema(queue, values); }

}  // namespace cellerate::kernel
