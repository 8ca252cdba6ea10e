/// The array heap of scikit-image and centrosome, entry for entry: where keys tie, or where the starting
/// array is no heap at all, the order of its pops is part of their results.
///
/// Source: skimage/_shared/heap_general.pxi 0.18, centrosome/heap.pxd 1.2. A push sifts up while strictly
/// smaller than the parent; a pop moves the last entry to the root and sifts it down to the strictly smaller
/// child, the left one of two equal ones. std::push_heap and std::pop_heap pop equal keys in another order.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace cellerate::kernel {

/// Entry needs operator<.
template <class Entry>
class BinaryHeap {
 public:
  bool empty() const { return entries_.empty(); }
  void clear() { entries_.clear(); }
  const Entry& top() const { return entries_.front(); }

  /// Takes the array as it is, without making it a heap.
  void adopt(std::vector<Entry> entries) { entries_ = std::move(entries); }

  void push(const Entry& entry) {
    std::size_t at = entries_.size();
    entries_.push_back(entry);
    while (at > 0) {
      const std::size_t parent = (at - 1) / 2;
      if (!(entry < entries_[parent])) break;
      entries_[at] = entries_[parent];
      at = parent;
    }
    entries_[at] = entry;
  }

  Entry pop() {
    const Entry top = entries_.front(), moved = entries_.back();
    entries_.pop_back();
    const std::size_t n = entries_.size();
    if (n == 0) return top;
    Entry* const entries = entries_.data();
    std::size_t at = 0;
    for (std::size_t child = 1; child < n; child = 2 * at + 1) {
      if (child + 1 < n) child += entries[child + 1] < entries[child];
      if (!(entries[child] < moved)) break;
      entries[at] = entries[child];
      at = child;
    }
    entries[at] = moved;
    return top;
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace cellerate::kernel
