// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/sample_range.hpp"

#include <algorithm>
#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class SampleRangeTest : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(SampleRangeTest);

// invariant: the range of every shape, runs and rests of them.
TEST_P(SampleRangeTest, OfAnyShape) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<float> image = test::noise(shape.size());
    const auto in = upload(queue(), image);
    const SampleRange range = sample_range(queue(), {Sample::F32, in.data(), in.size()}, 1, -1, {});
    EXPECT_EQ(range.pixels, shape.size());
    EXPECT_FALSE(range.has_nan);
    if (image.empty()) {
      EXPECT_GT(range.low, range.high);
    } else {
      EXPECT_EQ(range.low, *std::min_element(image.begin(), image.end()));
      EXPECT_EQ(range.high, *std::max_element(image.begin(), image.end()));
    }
  }
}

// analytic: one channel or all of them, inside a mask; what is no number is told apart.
TEST_P(SampleRangeTest, OfChannelsInsideAMask) {
  const auto in = upload(queue(), std::vector<double>{1, 5, 2, NAN, 0, 9});
  const auto mask = upload(queue(), std::vector<std::uint8_t>{1, 1, 0});
  const SampleView samples{Sample::F64, in.data(), in.size()};
  const SampleRange first = sample_range(queue(), samples, 2, 0, mask.view({1, 3}));
  EXPECT_EQ(first.low, 1);
  EXPECT_EQ(first.high, 2);
  EXPECT_FALSE(first.has_nan);
  EXPECT_EQ(first.pixels, 2);
  const SampleRange all = sample_range(queue(), samples, 2, -1, mask.view({1, 3}));
  EXPECT_EQ(all.high, 5);
  EXPECT_TRUE(all.has_nan);
}

}  // namespace
}  // namespace cellerate::kernel
