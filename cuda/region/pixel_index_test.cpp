// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/pixel_index.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class PixelIndex : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(PixelIndex);

// invariant: the pixels of each object are its pixels, in raster order, and its box is the smallest around
// them.
TEST_P(PixelIndex, HoldsEveryPixelOfEveryObjectInRasterOrder) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::int32_t> labels = test::blobs(shape, 40);
    const auto device = upload(queue(), labels);
    const int count = 41;  // label 41 does not occur: an object without pixels
    const auto index = kernel::pixel_index(queue(), device.view(shape), count);
    const auto starts = download(queue(), index.starts);
    const auto pixels = download(queue(), index.pixels);
    const auto boxes = download(queue(), index.boxes);
    for (int k = 0; k < count; ++k) {
      std::vector<std::int32_t> expected;
      Box box{shape.height, shape.width, 0, 0};
      for (std::int32_t i = 0; i < shape.size(); ++i) {
        if (labels[i] != k + 1) continue;
        expected.push_back(i);
        const int y = i / shape.width, x = i % shape.width;
        box = {std::min(box.y0, y), std::min(box.x0, x), std::max(box.y1, y + 1), std::max(box.x1, x + 1)};
      }
      if (expected.empty()) box = Box{};
      EXPECT_EQ(std::vector<std::int32_t>(pixels.begin() + starts[k], pixels.begin() + starts[k + 1]),
                expected);
      EXPECT_EQ(boxes[k].y0, box.y0);
      EXPECT_EQ(boxes[k].x0, box.x0);
      EXPECT_EQ(boxes[k].y1, box.y1);
      EXPECT_EQ(boxes[k].x1, box.x1);
    }
  }
}

// analytic: the highest label, and 0 for a plane without any.
TEST_P(PixelIndex, FindsTheHighestLabel) {
  const Shape2 shape{200, 70};
  std::vector<std::int32_t> labels(shape.size());
  EXPECT_EQ(kernel::max_label(queue(), upload(queue(), labels).view(shape)), 0);
  labels[199 * 70 + 69] = 70000;
  EXPECT_EQ(kernel::max_label(queue(), upload(queue(), labels).view(shape)), 70000);
  EXPECT_EQ(kernel::max_label(queue(), View2<const std::int32_t>{}), 0);
}

}  // namespace
}  // namespace cellerate
