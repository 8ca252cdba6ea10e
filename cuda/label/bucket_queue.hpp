/// A monotone priority queue for paths of growing cost: entries wait unsorted in buckets by the leading bits
/// of their cost, and only the bucket that is next is sorted.
///
/// Source: Dial 1969 (buckets), with buckets of equal relative width, so that no range of costs has to be
/// known. Sorting a few hundred entries in cache is several times faster than keeping hundreds of thousands
/// in one heap.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cuda/label/binary_heap.hpp"

namespace cellerate::kernel {

/// Entry has operator< and a member `cost`, the bits of a positive double without its last. What is pushed
/// must not be smaller than what was popped.
template <class Entry>
class BucketQueue {
 public:
  /// @param least_cost no entry costs less
  explicit BucketQueue(std::uint64_t least_cost) : base_(least_cost >> kDroppedBits) {}

  void push(const Entry& entry) {
    const std::size_t bucket = (entry.cost >> kDroppedBits) - base_;
    if (bucket < next_bucket_) return late_.push(entry);
    if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
    buckets_[bucket].push_back(entry);
  }

  /// Takes out the smallest entry; those for which is_stale(entry) holds may be dropped unseen.
  /// @return false if there is none.
  template <class IsStale>
  bool pop(Entry& entry, const IsStale& is_stale) {
    while (at_ == sorted_.size() && late_.empty())
      if (!open_next_bucket(is_stale)) return false;
    const bool from_late = at_ == sorted_.size() || (!late_.empty() && late_.top() < sorted_[at_]);
    entry = from_late ? late_.pop() : sorted_[at_++];
    return true;
  }

 private:
  static constexpr int kDroppedBits = 43;  // leaves the exponent and 8 bits: buckets 0.4 % wide

  template <class IsStale>
  bool open_next_bucket(const IsStale& is_stale) {
    if (next_bucket_ == buckets_.size()) return false;
    sorted_.clear();
    at_ = 0;
    for (const Entry& entry : buckets_[next_bucket_])
      if (!is_stale(entry)) sorted_.push_back(entry);
    std::vector<Entry>().swap(buckets_[next_bucket_]);
    ++next_bucket_;
    std::sort(sorted_.begin(), sorted_.end());
    return true;
  }

  std::uint64_t base_;
  std::vector<std::vector<Entry>> buckets_;
  std::size_t next_bucket_ = 0, at_ = 0;
  std::vector<Entry> sorted_;  ///< the open bucket
  BinaryHeap<Entry> late_;     ///< pushed into the open bucket
};

}  // namespace cellerate::kernel
