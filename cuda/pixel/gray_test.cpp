// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/gray.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Gray : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(Gray);

// analytic
TEST_P(Gray, BinaryBecomesZeroAndOne) {
  const auto binary = upload(queue(), std::vector<std::uint8_t>{0, 1, 1, 0});
  Buffer<float> gray(queue(), 4);
  kernel::binary_to_gray(queue(), binary.view(), gray.view());
  EXPECT_EQ(download(queue(), gray), (std::vector<float>{0, 1, 1, 0}));
}

// analytic: a double between two floats goes to the nearest.
TEST_P(Gray, DoublesAreRoundedToNearest) {
  const auto doubles = upload(queue(), std::vector<double>{0.1, 1 + 0x1p-25, -2});
  Buffer<float> gray(queue(), 3);
  kernel::narrow(queue(), doubles.view(), gray.view());
  EXPECT_EQ(download(queue(), gray), (std::vector<float>{0.1f, 1.0f, -2.0f}));
}

// edge: one sample of one pixel differs, and a fourth channel does not count.
TEST_P(Gray, ChannelsAreComparedPixelByPixel) {
  const Shape2 shape{1, 2};
  std::vector<float> pixels = {.5f, .5f, .5f, 9, .25f, .25f, .25f, 8};
  EXPECT_TRUE(kernel::channels_are_equal(queue(), upload(queue(), pixels).data(), shape, 4));
  pixels[6] = .26f;
  EXPECT_FALSE(kernel::channels_are_equal(queue(), upload(queue(), pixels).data(), shape, 4));
  Buffer<float> plane(queue(), shape);
  kernel::take_channel(queue(), upload(queue(), pixels).data(), 4, 3, plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<float>{9, 8}));
}

}  // namespace
}  // namespace cellerate
