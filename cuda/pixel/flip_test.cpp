// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/flip.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class FlipImage : public test::EveryDevice {
 protected:
  std::vector<float> flipped(Shape2 shape, int channels, const std::vector<float>& image, kernel::Flip flip) {
    const Buffer<float> samples = upload(queue(), image);
    Buffer<float> out(queue(), samples.size());
    kernel::flip(queue(), {kernel::Sample::F32, samples.data(), samples.size()}, shape, channels, flip,
                 out.data());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(FlipImage);

// analytic: either axis, both, and channels that stay together.
TEST_P(FlipImage, Mirrors) {
  using Pixels = std::vector<float>;
  EXPECT_EQ(flipped({2, 2}, 1, {1, 2, 3, 4}, {.left_right = true}), (Pixels{2, 1, 4, 3}));
  EXPECT_EQ(flipped({2, 2}, 1, {1, 2, 3, 4}, {.top_bottom = true}), (Pixels{3, 4, 1, 2}));
  EXPECT_EQ(flipped({1, 2}, 2, {1, 2, 3, 4}, {true, true}), (Pixels{3, 4, 1, 2}));
  EXPECT_EQ(flipped({0, 0}, 1, {}, {true, true}), Pixels());
}

// analytic: the box in a diamond; a full plane.
TEST_P(FlipImage, LargestBox) {
  const auto box = [&](Shape2 shape, const std::vector<std::uint8_t>& inside) {
    const Buffer<std::uint8_t> plane = upload(queue(), inside);
    const Box found = kernel::largest_centered_box(queue(), plane.view(shape));
    return std::vector<int>{found.y0, found.x0, found.y1, found.x1};
  };
  EXPECT_EQ(box({2, 3}, {1, 1, 1, 1, 1, 1}), (std::vector<int>{0, 0, 2, 3}));
  EXPECT_EQ(box({5, 5}, {0, 0, 1, 0, 0,  //
                         0, 1, 1, 1, 0,  //
                         1, 1, 1, 1, 1,  //
                         0, 1, 1, 1, 0,  //
                         0, 0, 1, 0, 0}),
            (std::vector<int>{1, 1, 4, 4}));
}

}  // namespace
}  // namespace cellerate
