// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/argsort.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace cellerate::kernel {
namespace {

/// A value with the index it came from: side by side, so that a comparison does not look the value up.
template <class T>
struct Entry {
  T value;
  std::int32_t index;
};

/// NumPy's order of floats: NaN is larger than everything.
template <class T>
bool less(Entry<T> a, Entry<T> b) {
  return a.value < b.value || (b.value != b.value && a.value == a.value);
}

template <class T>
void insertion_sort(Entry<T>* left, Entry<T>* right) {
  for (Entry<T>* i = left + 1; i <= right; ++i) {
    const Entry<T> moving = *i;
    Entry<T>* j = i;
    for (; j > left && less(moving, j[-1]); --j) *j = j[-1];
    *j = moving;
  }
}

/// Moves `node` down from place `at` of a heap of n entries, counted from 1.
template <class T>
void sift_down(Entry<T>* heap, std::int64_t n, std::int64_t at, Entry<T> node) {
  for (std::int64_t child = 2 * at; child <= n; child = 2 * at) {
    if (child < n && less(heap[child], heap[child + 1])) ++child;
    if (!less(node, heap[child])) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = node;
}

template <class T>
void heap_sort(Entry<T>* first, std::int64_t n) {
  Entry<T>* heap = first - 1;  // counted from 1
  for (std::int64_t at = n / 2; at > 0; --at) sift_down(heap, n, at, heap[at]);
  while (n > 1) {
    const Entry<T> last = std::exchange(heap[n], heap[1]);
    --n;
    sift_down(heap, n, 1, last);
  }
}

/// Partitions left ... right around the median of three and returns the pivot's place.
template <class T>
Entry<T>* partition(Entry<T>* left, Entry<T>* right) {
  Entry<T>* middle = left + ((right - left) >> 1);
  if (less(*middle, *left)) std::swap(*middle, *left);
  if (less(*right, *middle)) std::swap(*right, *middle);
  if (less(*middle, *left)) std::swap(*middle, *left);
  const Entry<T> pivot = *middle;
  Entry<T>*i = left, *j = right - 1;
  std::swap(*middle, *j);
  for (;;) {
    do ++i;
    while (less(*i, pivot));
    do --j;
    while (less(pivot, *j));
    if (i >= j) break;
    std::swap(*i, *j);
  }
  std::swap(*i, right[-1]);
  return i;
}

/// A stretch that is still to be sorted, with the values that bound it.
template <class T>
struct Part {
  Entry<T>*left, *right;
  int depth;
  T least, most;
};

template <class T>
std::vector<Entry<T>> entries_of(const T* values, std::int64_t n) {
  std::vector<Entry<T>> entries(n);
  for (std::int64_t i = 0; i < n; ++i) entries[i] = {values[i], static_cast<std::int32_t>(i)};
  return entries;
}

/// @param matters  matters(least, most): whether the order of what lies between these values does.
template <class T, class Matters>
void sort(std::vector<Entry<T>>& entries, T least, T most, const Matters& matters) {
  constexpr std::int64_t kSmall = 16;
  const auto n = static_cast<std::int64_t>(entries.size());
  if (n < 2) return;
  const int depth_limit = 2 * (static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n))) - 1);
  std::vector<Part<T>> waiting = {{entries.data(), entries.data() + n - 1, depth_limit, least, most}};
  while (!waiting.empty()) {
    Part<T> part = waiting.back();
    waiting.pop_back();
    if (!matters(part.least, part.most)) continue;
    if (part.depth < 0) {
      heap_sort(part.left, part.right - part.left + 1);
      continue;
    }
    while (part.right - part.left >= kSmall) {
      Entry<T>* const pivot = partition(part.left, part.right);
      --part.depth;
      Part<T> below = part, above = part;
      below.right = pivot - 1;
      above.left = pivot + 1;
      below.most = above.least = pivot->value;
      const bool shorter_below = pivot - part.left < part.right - pivot;
      waiting.push_back(shorter_below ? above : below);
      part = shorter_below ? below : above;
    }
    insertion_sort(part.left, part.right);
  }
}

template <class T>
std::vector<std::int64_t> indices(const std::vector<Entry<T>>& entries) {
  std::vector<std::int64_t> order(entries.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = entries[i].index;
  return order;
}

template <class T>
std::vector<std::int64_t> argsort(const T* values, std::int64_t n) {
  std::vector<Entry<T>> entries = entries_of(values, n);
  sort(entries, T(), T(), [](T, T) { return true; });
  return indices(entries);
}

template <class T>
std::vector<std::int64_t> argsort_where(const std::vector<T>& values, std::vector<T> wanted) {
  std::sort(wanted.begin(), wanted.end());
  std::vector<Entry<T>> entries = entries_of(values.data(), static_cast<std::int64_t>(values.size()));
  constexpr T kInfinity = std::numeric_limits<T>::infinity();
  sort(entries, -kInfinity, kInfinity, [&](T least, T most) {
    const auto next = std::lower_bound(wanted.begin(), wanted.end(), least);
    return next != wanted.end() && !(*next > most);  // NaN bounds nothing
  });
  return indices(entries);
}

}  // namespace

std::vector<std::int64_t> numpy_argsort(const float* values, std::int64_t n) { return argsort(values, n); }
std::vector<std::int64_t> numpy_argsort(const double* values, std::int64_t n) { return argsort(values, n); }
std::vector<std::int64_t> numpy_argsort(const std::int32_t* values, std::int64_t n) {
  return argsort(values, n);
}
std::vector<std::int64_t> numpy_argsort(const std::int64_t* values, std::int64_t n) {
  return argsort(values, n);
}

std::vector<std::int64_t> numpy_argsort_where(const std::vector<float>& values, std::vector<float> wanted) {
  return argsort_where(values, std::move(wanted));
}
std::vector<std::int64_t> numpy_argsort_where(const std::vector<double>& values, std::vector<double> wanted) {
  return argsort_where(values, std::move(wanted));
}

}  // namespace cellerate::kernel
