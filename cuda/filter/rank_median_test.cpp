// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/rank_median.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class RankMedian : public test::EveryDevice {
 protected:
  std::vector<std::uint16_t> result(Shape2 shape, const std::vector<std::uint16_t>& image, int radius) {
    const auto in = upload(queue(), image);
    Buffer<std::uint16_t> out(queue(), shape);
    rank_median(queue(), in.view(shape), radius, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(RankMedian);

std::uint16_t sorted_median(Shape2 shape, const std::vector<std::uint16_t>& image, int y, int x, int radius) {
  std::vector<std::uint16_t> under;
  for (int dy = -radius; dy <= radius; ++dy)
    for (int dx = -radius; dx <= radius; ++dx)
      if (dy * dy + dx * dx <= radius * radius && shape.contains(y + dy, x + dx))
        under.push_back(image[(y + dy) * shape.width + x + dx]);
  std::sort(under.begin(), under.end());
  return under[under.size() / 2];
}

// invariant: the same as sorting the pixels under every disk; few levels and all of them.
TEST_P(RankMedian, IsTheUpperMiddlePixel) {
  for (const Shape2 shape : test::every_shape())
    for (const std::uint16_t levels : {std::uint16_t{3}, std::uint16_t{65535}})
      for (const int radius : {0, 1, 2, 5}) {
        std::vector<std::uint16_t> image;
        for (const float v : test::noise(shape.size()))
          image.push_back(static_cast<std::uint16_t>(std::lround(v * levels)));
        const std::vector<std::uint16_t> found = result(shape, image, radius);
        for (int y = 0; y < shape.height; y += 3)
          for (int x = 0; x < shape.width; ++x)
            ASSERT_EQ(found[y * shape.width + x], sorted_median(shape, image, y, x, radius))
                << shape.height << "x" << shape.width << " radius " << radius << " at " << y << "," << x;
      }
}

// analytic: cut to 16 bits, higher bits lost; nothing outside the mask, nothing of what is no number.
TEST_P(RankMedian, LevelsOfPixels) {
  const auto in = upload(queue(), std::vector<float>{0, .5f, 1, 1.5f, -.1f, NAN, INFINITY, .5f});
  const auto mask = upload(queue(), std::vector<std::uint8_t>{1, 1, 1, 1, 1, 1, 1, 0});
  Buffer<std::uint16_t> out(queue(), 8);
  to_rank_levels(queue(), in.view({1, 8}), mask.view({1, 8}), out.view({1, 8}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::uint16_t>{0, 32767, 65535, 32766, 58983, 0, 0, 0}));
}

}  // namespace
}  // namespace cellerate::kernel
