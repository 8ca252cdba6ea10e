// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/pairwise_sum.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class PairwiseSum : public test::EveryDevice {
 protected:
  float sum(const std::vector<float>& values) {
    const auto device = upload(queue(), values);
    return kernel::numpy_sum(queue(), device.view());
  }
};
CEL_ON_EVERY_DEVICE(PairwiseSum);

// golden: numpy 1.23 on the same noise; 20000 is two blocks and a part, 1001 a leaf with a remainder.
TEST_P(PairwiseSum, HasNumpysBits) {
  const std::vector<float> values = test::noise(20000);
  const auto device = upload(queue(), values);
  EXPECT_EQ(sum(values), 0x1.38551p+13f);
  EXPECT_EQ(kernel::numpy_mean(queue(), device.view()), 0x1.ffb9a6p-2f);
  EXPECT_EQ(kernel::numpy_variance(queue(), device.view()), 0x1.54e78p-4f);
  EXPECT_EQ(sum({values.begin(), values.begin() + 8192}), 0x1.004f4p+12f);
  EXPECT_EQ(sum({values.begin(), values.begin() + 1001}), 0x1.f1dccep+8f);
}

// golden: the same in double.
TEST_P(PairwiseSum, HasNumpysBitsInDouble) {
  const std::vector<float> values = test::noise(20000);
  std::vector<double> thirds(values.begin(), values.end());
  for (double& v : thirds) v /= 3;
  const auto device = upload(queue(), thirds);
  EXPECT_EQ(kernel::numpy_sum(queue(), device.view()), 0x1.a0716975eaaabp+11);
  EXPECT_EQ(kernel::numpy_variance(queue(), device.view()), 0x1.2f06ab3c301b4p-7);
}

// edge: nothing sums to 0 and has no mean; below eight elements the order is from left to right.
TEST_P(PairwiseSum, OfFewValues) {
  EXPECT_EQ(sum({}), 0.0f);
  EXPECT_TRUE(std::isnan(kernel::numpy_mean(queue(), View1<const float>{})));
  EXPECT_EQ(sum({1e8f, 1.0f, -1e8f}), 0.0f);
}

}  // namespace
}  // namespace cellerate
