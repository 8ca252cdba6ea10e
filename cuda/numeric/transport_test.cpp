// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/transport.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>

namespace cellerate::kernel {
namespace {

using Amounts = std::vector<std::int64_t>;
using Costs = std::vector<std::int32_t>;

// analytic: the cheap way of one source is left to the other.
TEST(Transport, GoesTheCheapestWay) {
  EXPECT_EQ(transport_cost({1, 1}, {1, 1}, {0, 1, 1, 5}), 2);
  EXPECT_EQ(transport_cost({3, 5, 0}, {4, 1}, {2, 7, 1, 9, 0, 0}), 11);
}

// invariant: of n units from n places to n places, no order of the places is cheaper; surplus stays.
TEST(Transport, NoPermutationIsCheaper) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 50; ++trial) {
    const int sources = 4, sinks = 3 + trial % 2;
    Costs costs(sources * sinks);
    for (std::int32_t& cost : costs) cost = static_cast<std::int32_t>(random() % 20);
    std::vector<int> order(sources);
    std::iota(order.begin(), order.end(), 0);
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    do {
      std::int64_t cost = 0;
      for (int j = 0; j < sinks; ++j) cost += costs[order[j] * sinks + j];
      least = std::min(least, cost);
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(transport_cost(Amounts(sources, 1), Amounts(sinks, 1), costs), least);
  }
}

// edge: nothing to move, or nowhere to.
TEST(Transport, Nothing) {
  EXPECT_EQ(transport_cost({}, {}, {}), 0);
  EXPECT_EQ(transport_cost({5}, {0}, {3}), 0);
  EXPECT_EQ(transport_cost({}, {2}, {}), 0);
}

}  // namespace
}  // namespace cellerate::kernel
