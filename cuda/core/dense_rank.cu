/// Sort keys with their places, number the runs of equal keys, write the numbers back: CUB on a GPU, a radix
/// sort of three passes on the CPU.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/dense_rank.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cuda/core/launch.hpp"
#include "cuda/core/segmented_sort.hpp"

#if defined(__CUDACC__)
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_scan.cuh>
#endif

namespace cellerate {
namespace {

struct Entry {
  std::uint32_t key, place;
};

constexpr int kDigitBits = 11, kDigits = 1 << kDigitBits, kPasses = 3;

/// @returns the sorted entries: in `entries` or in `other`.
Entry* radix_sort(Entry* entries, Entry* other, std::int64_t n) {
  std::vector<std::array<std::uint32_t, kDigits>> counts(kPasses);
  for (std::int64_t i = 0; i < n; ++i)
    for (int pass = 0; pass < kPasses; ++pass)
      ++counts[pass][entries[i].key >> (kDigitBits * pass) & (kDigits - 1)];
  for (int pass = 0; pass < kPasses; ++pass) {
    const int shift = kDigitBits * pass;
    auto& next = counts[pass];
    if (next[entries[0].key >> shift & (kDigits - 1)] == n) continue;
    std::uint32_t total = 0;
    for (std::uint32_t& count : next) total += std::exchange(count, total);
    for (std::int64_t i = 0; i < n; ++i) other[next[entries[i].key >> shift & (kDigits - 1)]++] = entries[i];
    std::swap(entries, other);
  }
  return entries;
}

std::int32_t rank_on_cpu(Queue& queue, View1<const std::uint32_t> keys, View1<std::int32_t> ranks) {
  const std::int64_t n = keys.size;
  Buffer<Entry> first(queue, n), second(queue, n);
  for (std::int64_t i = 0; i < n; ++i) first.data()[i] = {keys[i], static_cast<std::uint32_t>(i)};
  const Entry* sorted = radix_sort(first.data(), second.data(), n);
  std::int32_t rank = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    if (i > 0 && sorted[i].key != sorted[i - 1].key) ++rank;
    ranks[sorted[i].place] = rank;
  }
  return sorted[n - 1].key == kLastKey ? rank : rank + 1;
}

#if defined(__CUDACC__)
struct Iota {
  std::int32_t* to;
  CEL_FN void operator()(std::int64_t i) const { to[i] = static_cast<std::int32_t>(i); }
};
struct MarkChanges {
  const std::uint32_t* sorted;
  std::int32_t* changes;
  CEL_FN void operator()(std::int64_t i) const { changes[i] = i > 0 && sorted[i] != sorted[i - 1]; }
};
struct Scatter {
  const std::int32_t *places, *values;
  std::int32_t* to;
  CEL_FN void operator()(std::int64_t i) const { to[places[i]] = values[i]; }
};

std::int32_t rank_on_gpu(Queue& queue, View1<const std::uint32_t> keys, View1<std::int32_t> ranks) {
  const auto stream = static_cast<cudaStream_t>(queue.stream());
  const std::int64_t n = keys.size;
  Buffer<std::uint32_t> sorted(queue, n);
  Buffer<std::int32_t> places(queue, n), from(queue, n), runs(queue, n);
  std::size_t sort_bytes = 0, scan_bytes = 0;
  const auto sort = [&](void* scratch) {
    CEL_CUDA_CHECK(cub::DeviceRadixSort::SortPairs(scratch, sort_bytes, keys.data, sorted.data(), from.data(),
                                                   places.data(), n, 0, 32, stream));
  };
  const auto scan = [&](void* scratch) {
    CEL_CUDA_CHECK(cub::DeviceScan::InclusiveSum(scratch, scan_bytes, from.data(), runs.data(), n, stream));
  };
  sort(nullptr);
  scan(nullptr);
  Buffer<unsigned char> scratch(queue, static_cast<std::int64_t>(std::max(sort_bytes, scan_bytes)));
  for_each_index(queue, n, Iota{from.data()});
  queue.count_launch();
  sort(scratch.data());
  for_each_index(queue, n, MarkChanges{sorted.data(), from.data()});
  queue.count_launch();
  scan(scratch.data());
  for_each_index(queue, n, Scatter{places.data(), runs.data(), ranks.data});
  const std::int32_t last = HostRead<std::int32_t>(queue, runs.data() + n - 1, 1)[0];
  return HostRead<std::uint32_t>(queue, sorted.data() + n - 1, 1)[0] == kLastKey ? last : last + 1;
}
#endif

}  // namespace

std::int32_t dense_ranks(Queue& queue, View1<const std::uint32_t> keys, View1<std::int32_t> ranks) {
  if (keys.size == 0) return 0;
#if defined(__CUDACC__)
  if (queue.on_gpu()) return rank_on_gpu(queue, keys, ranks);
#endif
  return rank_on_cpu(queue, keys, ranks);
}

}  // namespace cellerate
