// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/block_minimum.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class BlockMinimum : public test::EveryDevice {
 protected:
  std::vector<float> minima(Shape2 shape, const std::vector<float>& image, int size,
                            const std::vector<std::uint8_t>& mask = {}) {
    const auto in = upload(queue(), image);
    const auto bits = upload(queue(), mask);
    Buffer<float> out(queue(), shape);
    block_minimum(queue(), in.view(shape), {mask.empty() ? nullptr : bits.data(), shape}, size,
                  out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(BlockMinimum);

// golden: centrosome 1.2.3 divides 130 columns into two blocks of 60 or more, which meet at 65.
TEST_P(BlockMinimum, BlocksAreStretched) {
  const Shape2 shape{100, 130};
  std::vector<float> image(shape.size(), 1);
  image[50 * 130 + 64] = .25f;
  image[20 * 130 + 65] = .5f;
  const std::vector<float> found = minima(shape, image, 60);
  EXPECT_EQ(found[64], .25f);
  EXPECT_EQ(found[65], .5f);
  EXPECT_EQ(found.back(), .5f);
}

// analytic: pixels outside the mask have no part, and become 0.
TEST_P(BlockMinimum, InsideAMask) {
  EXPECT_EQ(minima({1, 6}, {.1f, .5f, .4f, .3f, .2f, .6f}, 3, {0, 1, 1, 0, 0, 0}),
            (std::vector<float>{0, .4f, .4f, 0, 0, 0}));
}

// edge: blocks larger than the plane, of one pixel, and numbers beside what is none.
TEST_P(BlockMinimum, OddBlocks) {
  EXPECT_EQ(minima({1, 2}, {.2f, .1f}, 60), (std::vector<float>{.1f, .1f}));
  EXPECT_EQ(minima({2, 1}, {.2f, .1f}, 1), (std::vector<float>{.2f, .1f}));
  EXPECT_EQ(minima({1, 3}, {NAN, .3f, NAN}, 3), (std::vector<float>{.3f, .3f, .3f}));
  EXPECT_TRUE(minima({0, 0}, {}, 3).empty());
}

}  // namespace
}  // namespace cellerate::kernel
