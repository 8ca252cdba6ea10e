// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/dense_rank.hpp"

#include <algorithm>
#include <set>

#include "cuda/core/segmented_sort.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class DenseRank : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(DenseRank);

// invariant: the rank is the place among the distinct keys; the last key is not counted as one.
TEST_P(DenseRank, CountsDistinctSmallerKeys) {
  std::vector<std::uint32_t> keys;
  for (const float v : test::noise(5000))
    keys.push_back(order_key(static_cast<float>(static_cast<int>(v * 900)) - 300));
  keys[17] = kLastKey;
  const std::set<std::uint32_t> distinct(keys.begin(), keys.end());
  const std::vector<std::uint32_t> ordered(distinct.begin(), distinct.end());
  Buffer<std::int32_t> ranks(queue(), 5000);
  EXPECT_EQ(dense_ranks(queue(), upload(queue(), keys).view(), ranks.view()),
            static_cast<int>(distinct.size()) - 1);
  const auto found = download(queue(), ranks);
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(ordered[found[i]], keys[i]);
}

// edge: one key, and none.
TEST_P(DenseRank, TakesOneKeyAndNone) {
  Buffer<std::int32_t> ranks(queue(), 1);
  EXPECT_EQ(dense_ranks(queue(), upload(queue(), std::vector<std::uint32_t>{7}).view(), ranks.view()), 1);
  EXPECT_EQ(download(queue(), ranks)[0], 0);
  EXPECT_EQ(dense_ranks(queue(), {}, {}), 0);
}

}  // namespace
}  // namespace cellerate
