// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/window.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Window : public test::EveryDevice {
 protected:
  Box box_of(Shape2 shape, const std::vector<std::uint8_t>& mask) {
    const auto device = upload(queue(), mask);
    return kernel::bounding_box(queue(), device.view(shape));
  }
};
CEL_ON_EVERY_DEVICE(Window);

// analytic: a window that is cut out, and one that reaches over the plane's edge.
TEST_P(Window, CopiesWindow) {
  const auto labels = upload<std::int32_t>(queue(), {1, 2, 3, 4, 5, 6});
  Buffer<std::int32_t> out(queue(), 4);
  kernel::copy_window(queue(), labels.view({2, 3}), 1, 1, out.view({2, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::int32_t>{5, 6, 0, 0}));

  const auto pixels = upload<float>(queue(), {.5f, -1, 2, 3});
  Buffer<float> gray(queue(), 3);
  kernel::copy_window(queue(), pixels.view({2, 2}), 0, -1, gray.view({1, 3}));
  EXPECT_EQ(download(queue(), gray), (std::vector<float>{0, .5f, -1}));

  const auto mask = upload<std::uint8_t>(queue(), {1, 0, 1, 1});
  Buffer<std::uint8_t> bits(queue(), 6);
  kernel::copy_window(queue(), mask.view({2, 2}), 0, 0, bits.view({3, 2}));
  EXPECT_EQ(download(queue(), bits), (std::vector<std::uint8_t>{1, 0, 1, 1, 0, 0}));
}

// analytic: two channels of doubles, moved down and to the left.
TEST_P(Window, CopiesInterleavedSamples) {
  const auto pixels = upload<double>(queue(), {1, 2, 3, 4});
  Buffer<double> out(queue(), 8);
  kernel::copy_window(queue(), {kernel::Sample::F64, pixels.data(), 4}, {1, 2}, 2, -1, 1, {2, 2}, out.data());
  EXPECT_EQ(download(queue(), out), (std::vector<double>{0, 0, 0, 0, 3, 4, 0, 0}));
}

// analytic: the box of two pixels in different rows and columns.
TEST_P(Window, FindsBoundingBox) {
  const Box box = box_of({3, 4}, {0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0});
  EXPECT_EQ(std::vector<int>({box.y0, box.x0, box.y1, box.x1}), (std::vector<int>{1, 1, 3, 3}));
}

// edge: no pixels, no plane.
TEST_P(Window, EmptyMaskHasEmptyBox) {
  EXPECT_TRUE(box_of({1, 2}, {0, 0}).empty());
  EXPECT_TRUE(box_of({0, 0}, {}).empty());
}

}  // namespace
}  // namespace cellerate
