/// Segmented sort: CUB on a GPU; on the CPU insertion sort for a handful of keys, else a radix sort by bytes
/// that leaves out the bytes all keys of the segment share (images of 8 bits and small objects have several).
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/segmented_sort.hpp"

#include <algorithm>
#include <array>

#include "cuda/core/launch.hpp"

#if defined(__CUDACC__)
#include <cub/device/device_segmented_sort.cuh>
#endif

namespace cellerate {
namespace {

constexpr std::int64_t kInsertionLimit = 48;  // below this, counting digits costs more than the moves

template <class Key>
void insertion_sort(Key* keys, std::int64_t n) {
  for (std::int64_t i = 1; i < n; ++i) {
    const Key key = keys[i];
    std::int64_t j = i;
    for (; j > 0 && keys[j - 1] > key; --j) keys[j] = keys[j - 1];
    keys[j] = key;
  }
}

template <class Key>
void radix_sort(Key* keys, Key* other, std::int64_t n) {
  constexpr int kDigits = sizeof(Key);
  std::array<std::array<std::int32_t, 256>, kDigits> counts{};
  for (std::int64_t i = 0; i < n; ++i)
    for (int digit = 0; digit < kDigits; ++digit) ++counts[digit][keys[i] >> (8 * digit) & 255];
  Key *from = keys, *to = other;
  for (int digit = 0; digit < kDigits; ++digit) {
    auto& next = counts[digit];
    const int shift = 8 * digit;
    if (next[from[0] >> shift & 255] == n) continue;
    std::int32_t total = 0;
    for (std::int32_t& count : next) total += std::exchange(count, total);
    for (std::int64_t i = 0; i < n; ++i) to[next[from[i] >> shift & 255]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys) std::copy_n(from, n, keys);
}

template <class Key>
void sort_on_cpu(Queue& queue, View1<Key> keys, const std::int32_t* starts, std::int64_t segments) {
  Buffer<Key> other(queue, keys.size);
  queue.count_launch();
  detail::cpu_for(queue, segments, 1, [&](std::int64_t s) {
    const std::int64_t begin = starts[s], n = starts[s + 1] - begin;
    if (n <= kInsertionLimit)
      insertion_sort(keys.data + begin, n);
    else
      radix_sort(keys.data + begin, other.data() + begin, n);
  });
}

#if defined(__CUDACC__)
template <class Key>
void sort_on_gpu(Queue& queue, View1<Key> keys, const std::int32_t* starts, std::int64_t segments) {
  const auto stream = static_cast<cudaStream_t>(queue.stream());
  Buffer<Key> other(queue, keys.size);
  cub::DoubleBuffer<Key> pair(keys.data, other.data());
  std::size_t bytes = 0;
  const auto run = [&](void* scratch) {
    CEL_CUDA_CHECK(cub::DeviceSegmentedSort::SortKeys(scratch, bytes, pair, keys.size, segments, starts,
                                                      starts + 1, stream));
  };
  run(nullptr);
  Buffer<unsigned char> scratch(queue, static_cast<std::int64_t>(bytes));
  queue.count_launch();
  run(scratch.data());
  if (pair.Current() != keys.data) queue.copy(keys.data, pair.Current(), keys.size * sizeof(Key));
}
#endif

template <class Key>
void sort(Queue& queue, View1<Key> keys, const std::int32_t* starts, std::int64_t segments) {
  if (keys.size == 0 || segments == 0) return;
#if defined(__CUDACC__)
  if (queue.on_gpu()) return sort_on_gpu(queue, keys, starts, segments);
#endif
  sort_on_cpu(queue, keys, starts, segments);
}

}  // namespace

void segmented_sort(Queue& queue, View1<std::uint32_t> keys, const std::int32_t* starts,
                    std::int64_t segments) {
  sort(queue, keys, starts, segments);
}
void segmented_sort(Queue& queue, View1<std::uint64_t> keys, const std::int32_t* starts,
                    std::int64_t segments) {
  sort(queue, keys, starts, segments);
}

}  // namespace cellerate
