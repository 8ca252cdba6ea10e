// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/representatives.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class Representatives : public test::EveryDevice {
 protected:
  /// Two bars of 3 x 9 pixels that touch.
  static constexpr Shape2 kShape{8, 11};
  Buffer<std::int32_t> bars() {
    std::vector<std::int32_t> labels(kShape.size(), 0);
    for (int y = 1; y < 7; ++y)
      for (int x = 1; x < 10; ++x) labels[y * kShape.width + x] = y < 4 ? 1 : 2;
    return upload(queue(), labels);
  }
};
CEL_ON_EVERY_DEVICE(Representatives);

// analytic: plane by plane, in raster order.
TEST_P(Representatives, PixelsOfObjects) {
  const auto first = upload<std::int32_t>(queue(), {0, 2, 1, 0}),
             second = upload<std::int32_t>(queue(), {3, 0, 0, 0});
  const auto pixels = object_pixels(queue(), {first.view({2, 2}), second.view({2, 2})});
  ASSERT_EQ(pixels.size(), 3u);
  EXPECT_EQ(pixels[0].x, 1);
  EXPECT_EQ(pixels[0].label, 2);
  EXPECT_EQ(pixels[1].y, 1);
  EXPECT_EQ(pixels[2].label, 3);
}

// analytic: the skeletons of bars that touch are a line each, in the middle of their bar.
TEST_P(Representatives, SkeletonsOfTouchingObjects) {
  const auto labels = bars();
  const std::vector<Pixel> all = skeleton_pixels(queue(), {labels.view(kShape)}, 100);
  int on_lines = 0;
  for (const Pixel& pixel : all) on_lines += pixel.y == 2 || pixel.y == 5;
  EXPECT_GE(on_lines, 14);
  const std::vector<Pixel> few = skeleton_pixels(queue(), {labels.view(kShape)}, 4);
  EXPECT_EQ(few.size(), 4u);
}

// analytic: each pixel goes to the nearest point, of two on one pixel to the last.
TEST_P(Representatives, CountsOfTheNearest) {
  const auto labels = bars();
  const std::vector<Pixel> points = {{2, 5}, {5, 5}, {5, 5}};
  EXPECT_EQ(nearest_counts(queue(), points, {labels.view(kShape)}), (std::vector<std::int64_t>{27, 0, 27}));
  EXPECT_TRUE(nearest_counts(queue(), {}, {labels.view(kShape)}).empty());
}

}  // namespace
}  // namespace cellerate::kernel
