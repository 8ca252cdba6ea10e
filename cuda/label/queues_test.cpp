// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <random>

#include "cuda/label/binary_heap.hpp"
#include "cuda/label/bucket_queue.hpp"

namespace cellerate {
namespace {

struct Entry {
  std::uint64_t cost;
  int number;
  friend bool operator<(const Entry& a, const Entry& b) { return a.cost < b.cost; }
};

// golden (heap_general.pxi of scikit-image 0.18): equal entries pop in the order that the layout of the array
// gives.
TEST(BinaryHeap, PopsEqualEntriesInTheReferencesOrder) {
  kernel::BinaryHeap<Entry> heap;
  for (int number = 0; number < 7; ++number) heap.push({5, number});
  std::vector<int> order;
  while (!heap.empty()) order.push_back(heap.pop().number);
  EXPECT_EQ(order, (std::vector<int>{0, 6, 5, 4, 3, 2, 1}));
}

// invariant: with pushes between the pops, also into the bucket that is open, entries come out in order;
// stale ones not.
TEST(BucketQueue, PopsInOrderWhilePushed) {
  std::mt19937_64 random(1);
  const std::uint64_t least = 1ull << 61;
  kernel::BucketQueue<Entry> queue(least);
  for (int i = 0; i < 1000; ++i) queue.push({least + random() % (1ull << 46), 0});
  std::uint64_t last = 0;
  int popped = 0;
  const auto is_stale = [](const Entry& entry) { return entry.number == 7; };
  for (Entry entry{}; queue.pop(entry, is_stale); ++popped) {
    ASSERT_GE(entry.cost, last);
    last = entry.cost;
    if (popped < 3000) queue.push({last + random() % (1ull << 40), 1});
    if (popped < 500) queue.push({last + (1ull << 45), 7});
  }
  EXPECT_EQ(popped, 4000);
}

}  // namespace
}  // namespace cellerate
