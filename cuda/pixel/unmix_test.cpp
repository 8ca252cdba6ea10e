// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/unmix.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Unmix : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<float> unmixed(const std::vector<T>& image, std::array<double, 3> weights) {
    const auto pixels = upload(queue(), image);
    Buffer<float> out(queue(), pixels.size() / 3);
    kernel::unmix(queue(), pixels.view(), 3, weights, out.view());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Unmix);

// golden (numpy 1.23): what lies below 0 is cut off; single and double precision.
TEST_P(Unmix, WeighsLogarithms) {
  EXPECT_EQ(unmixed<float>({.8f, .3f, .6f}, {1.2, -.4, .3})[0], 0);
  const double e = 1.0 / 512, left = std::pow(.8 + e, .5) * std::pow(.3 + e, .25) - e;
  EXPECT_NEAR(unmixed<float>({.8f, .3f, .6f}, {.5, .25, 0})[0], 1 - left, 1e-6);
  EXPECT_NEAR(unmixed<double>({.8, .3, .6}, {.5, .25, 0})[0], 1 - left, 1e-7);
}

// edge: no pixels, black.
TEST_P(Unmix, OfBlackAndNothing) {
  EXPECT_TRUE(unmixed<float>({}, {1, 1, 1}).empty());
  EXPECT_EQ(unmixed<float>({0, 0, 0}, {1, 0, 0})[0], 1);
}

}  // namespace
}  // namespace cellerate
