// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/channel_means.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class ChannelMeans : public test::EveryDevice {
 protected:
  std::vector<double> means(const std::vector<double>& samples, int channels) {
    const auto from = upload(queue(), samples);
    Buffer<double> out(queue(), from.size() / channels);
    kernel::channel_means(queue(), from.view(), channels, out.view());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(ChannelMeans);

// analytic
TEST_P(ChannelMeans, OfEachPixel) { EXPECT_EQ(means({1, 2, 6, -1, 0, 1}, 3), (std::vector<double>{3, 0})); }

// edge: no pixels, one channel
TEST_P(ChannelMeans, OfNothing) {
  EXPECT_TRUE(means({}, 3).empty());
  EXPECT_EQ(means({.25, 2}, 1), (std::vector<double>{.25, 2}));
}

}  // namespace
}  // namespace cellerate
