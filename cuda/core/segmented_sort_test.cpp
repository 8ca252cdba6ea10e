// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/segmented_sort.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class SegmentedSort : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(SegmentedSort);

// invariant: each segment holds its own keys, ascending; lengths around every limit of the algorithm, also
// none.
TEST_P(SegmentedSort, SortsEachSegmentAlone) {
  std::vector<std::int32_t> starts{0};
  for (const int n : {0, 1, 2, 47, 48, 49, 0, 1000, 70000, 3}) starts.push_back(starts.back() + n);
  const std::vector<float> values = test::noise(starts.back());
  std::vector<std::uint32_t> keys;
  for (std::size_t i = 0; i < values.size(); ++i)
    keys.push_back(order_key(i % 3 ? values[i] - 0.5f : std::floor(values[i] * 8)));
  auto device = upload(queue(), keys);
  segmented_sort(queue(), device.view(), upload(queue(), starts).data(), starts.size() - 1);
  for (std::size_t s = 0; s + 1 < starts.size(); ++s)
    std::sort(keys.begin() + starts[s], keys.begin() + starts[s + 1]);
  EXPECT_EQ(download(queue(), device), keys);
}

// invariant: the same of doubles.
TEST_P(SegmentedSort, SortsDoubles) {
  const std::vector<std::int32_t> starts{0, 5, 200};
  std::vector<std::uint64_t> keys;
  for (const float v : test::noise(starts.back())) keys.push_back(order_key(v / 3.0 - 0.1));
  auto device = upload(queue(), keys);
  segmented_sort(queue(), device.view(), upload(queue(), starts).data(), starts.size() - 1);
  for (std::size_t s = 0; s + 1 < starts.size(); ++s)
    std::sort(keys.begin() + starts[s], keys.begin() + starts[s + 1]);
  EXPECT_EQ(download(queue(), device), keys);
}

// analytic: keys of doubles order as they do.
TEST(OrderKey, OrdersAsDoubles) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> ascending{-inf, -2.5, -1e-310, 0.0, 1e-310, 1.0, 1.0 + 1e-15, inf, nan};
  for (std::size_t i = 0; i + 1 < ascending.size(); ++i) {
    EXPECT_LT(order_key(ascending[i]), order_key(ascending[i + 1]));
    EXPECT_EQ(key_value(order_key(ascending[i])), ascending[i]);
  }
  EXPECT_EQ(order_key(-0.0), order_key(0.0));
  EXPECT_TRUE(std::isnan(key_value(order_key(-nan))));
}

// analytic: keys order as floats do, the zeros are one, NaN of either sign is last.
TEST(OrderKey, OrdersAsFloats) {
  const float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> ascending{-inf, -2.5f, -1e-42f, 0.0f, 1e-42f, 1.0f, inf, nan};
  for (std::size_t i = 0; i + 1 < ascending.size(); ++i) {
    EXPECT_LT(order_key(ascending[i]), order_key(ascending[i + 1]));
    EXPECT_EQ(key_value(order_key(ascending[i])), ascending[i]);
  }
  EXPECT_EQ(order_key(-0.0f), order_key(0.0f));
  EXPECT_EQ(order_key(-nan), kLastKey);
  EXPECT_TRUE(std::isnan(key_value(kLastKey)));
}

}  // namespace
}  // namespace cellerate
