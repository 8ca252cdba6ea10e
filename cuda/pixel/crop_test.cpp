// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/crop.hpp"

#include <numeric>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class CropKernels : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(CropKernels);

// analytic
TEST_P(CropKernels, Rectangle) {
  Buffer<std::uint8_t> mask(queue(), Shape2{2, 3});
  kernel::rectangle_mask(queue(), {1, 0, 2, 2}, mask.view({2, 3}));
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{0, 0, 0, 1, 1, 0}));
}

// golden: CellProfiler 4.2.8, an ellipse of radii 2 and 1 around the middle of 5 x 3; its ends belong to it.
TEST_P(CropKernels, Ellipse) {
  Buffer<std::uint8_t> mask(queue(), Shape2{3, 5});
  kernel::ellipse_mask(queue(), 2, 1, 2, 1, mask.view({3, 5}));
  EXPECT_EQ(download(queue(), mask),
            (std::vector<std::uint8_t>{0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0}));
}

// invariant: rows, columns and area are those of a plain search, over several bands.
TEST_P(CropKernels, ExtentOfAMask) {
  for (const Shape2 shape : test::every_shape()) {
    std::vector<std::uint8_t> pixels(shape.size(), 0);
    for (std::int64_t i = 0; i < shape.size(); i += 97) pixels[i] = (i / 97) % 3 == 0;
    kernel::MaskExtent expected;
    for (int y = 0; y < shape.height; ++y) {
      int n = 0;
      for (int x = 0; x < shape.width; ++x) n += pixels[static_cast<std::int64_t>(y) * shape.width + x];
      if (n) expected.rows.push_back(y);
      expected.area += n;
    }
    for (int x = 0; x < shape.width; ++x)
      for (int y = 0; y < shape.height; ++y)
        if (pixels[static_cast<std::int64_t>(y) * shape.width + x]) {
          expected.columns.push_back(x);
          break;
        }
    const auto mask = upload(queue(), pixels);
    const kernel::MaskExtent extent = kernel::mask_extent(queue(), mask.view(shape));
    EXPECT_EQ(extent.rows, expected.rows);
    EXPECT_EQ(extent.columns, expected.columns);
    EXPECT_EQ(extent.area, expected.area);
  }
}

// analytic: lines of a color image, with a gap.
TEST_P(CropKernels, TakesLines) {
  std::vector<float> pixels(18);
  std::iota(pixels.begin(), pixels.end(), 0.f);
  const auto image = upload(queue(), pixels);
  Buffer<float> out(queue(), 8);
  kernel::take_lines(queue(), {kernel::Sample::F32, image.data(), 18}, {3, 3}, 2, {0, 2}, {0, 2}, out.data());
  EXPECT_EQ(download(queue(), out), (std::vector<float>{0, 1, 4, 5, 12, 13, 16, 17}));
}

}  // namespace
}  // namespace cellerate
