// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/argsort.hpp"

#include <bit>
#include <numeric>
#include <utility>

namespace cellerate::kernel {
namespace {

using Index = std::int64_t;

/// NumPy's order of floats: NaN is larger than everything.
template <class T>
bool less(T a, T b) {
  return a < b || (b != b && a == a);
}

template <class T>
void insertion_sort(const T* v, Index* left, Index* right) {
  for (Index* i = left + 1; i <= right; ++i) {
    const Index moving = *i;
    Index* j = i;
    for (; j > left && less(v[moving], v[j[-1]]); --j) *j = j[-1];
    *j = moving;
  }
}

/// Moves `node` down from place `at` of a heap of n entries, counted from 1.
template <class T>
void sift_down(const T* v, Index* heap, Index n, Index at, Index node) {
  for (Index child = 2 * at; child <= n; child = 2 * at) {
    if (child < n && less(v[heap[child]], v[heap[child + 1]])) ++child;
    if (!less(v[node], v[heap[child]])) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = node;
}

template <class T>
void heap_sort(const T* v, Index* first, Index n) {
  Index* heap = first - 1;  // counted from 1
  for (Index at = n / 2; at > 0; --at) sift_down(v, heap, n, at, heap[at]);
  while (n > 1) {
    const Index last = std::exchange(heap[n], heap[1]);
    --n;
    sift_down(v, heap, n, 1, last);
  }
}

/// Partitions left ... right around the median of three and returns the pivot's place.
template <class T>
Index* partition(const T* v, Index* left, Index* right) {
  Index* middle = left + ((right - left) >> 1);
  if (less(v[*middle], v[*left])) std::swap(*middle, *left);
  if (less(v[*right], v[*middle])) std::swap(*right, *middle);
  if (less(v[*middle], v[*left])) std::swap(*middle, *left);
  const T pivot = v[*middle];
  Index *i = left, *j = right - 1;
  std::swap(*middle, *j);
  for (;;) {
    do ++i;
    while (less(v[*i], pivot));
    do --j;
    while (less(pivot, v[*j]));
    if (i >= j) break;
    std::swap(*i, *j);
  }
  std::swap(*i, right[-1]);
  return i;
}

template <class T>
std::vector<Index> argsort(const T* v, Index n) {
  constexpr Index kSmall = 16;
  struct Part {
    Index *left, *right;
    int depth;
  };
  std::vector<Index> order(n);
  std::iota(order.begin(), order.end(), Index{0});
  if (n < 2) return order;
  const int depth_limit = 2 * (static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n))) - 1);
  std::vector<Part> waiting = {{order.data(), order.data() + n - 1, depth_limit}};
  while (!waiting.empty()) {
    auto [left, right, depth] = waiting.back();
    waiting.pop_back();
    if (depth < 0) {
      heap_sort(v, left, right - left + 1);
      continue;
    }
    while (right - left >= kSmall) {
      Index* const pivot = partition(v, left, right);
      --depth;
      if (pivot - left < right - pivot) {
        waiting.push_back({pivot + 1, right, depth});
        right = pivot - 1;
      } else {
        waiting.push_back({left, pivot - 1, depth});
        left = pivot + 1;
      }
    }
    insertion_sort(v, left, right);
  }
  return order;
}

}  // namespace

std::vector<Index> numpy_argsort(const float* values, Index n) { return argsort(values, n); }
std::vector<Index> numpy_argsort(const double* values, Index n) { return argsort(values, n); }
std::vector<Index> numpy_argsort(const std::int32_t* values, Index n) { return argsort(values, n); }
std::vector<Index> numpy_argsort(const std::int64_t* values, Index n) { return argsort(values, n); }

}  // namespace cellerate::kernel
