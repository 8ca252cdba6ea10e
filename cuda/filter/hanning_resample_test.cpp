// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/hanning_resample.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Colors that no filter leaves alone.
Bytes colors(Shape2 shape) {
  Bytes image;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      for (const int value : {y * 37 + x * 91, y * 101 + x * 53, y * 17 + x * 29})
        image.push_back(static_cast<std::uint8_t>(value));
  return image;
}

class HanningResample : public test::EveryDevice {
 protected:
  Bytes painted(const Bytes& image, Shape2 shape, AxisMap x, AxisMap y, Shape2 canvas, Box clip, int left,
                int bottom) {
    const auto in = upload(queue(), image);
    auto out = upload(queue(), Bytes(canvas.size() * 3, 7));
    hanning_resample(queue(), in.view(), shape, x, y, out.view(), canvas, clip, left, bottom);
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(HanningResample);

// golden: matplotlib 3.7.5, _image.resample with HANNING.
TEST_P(HanningResample, TheSameBytes) {
  const Shape2 shape{5, 6}, small{4, 4};
  EXPECT_EQ(painted(colors(shape), shape, {4.0 / 6, 0, 4}, {-.8, 4, 4}, small, {0, 0, 4, 4}, 0, 3),
            (Bytes{36,  35, 12,  150, 106, 52,  61,  149, 98,  175, 78,  138, 81,  158, 33,  133,
                   157, 73, 101, 65,  119, 153, 132, 159, 127, 123, 54,  81,  131, 94,  140, 129,
                   139, 94, 97,  179, 172, 148, 74,  126, 212, 114, 114, 87,  160, 68,  122, 200}));
}

// invariant: what is not scaled stays as it is, of any shape.
TEST_P(HanningResample, Unscaled) {
  for (const Shape2 shape : test::every_shape()) {
    const Bytes image = colors(shape);
    EXPECT_EQ(
        painted(image, shape, {1, 0, shape.width}, {-1, static_cast<double>(shape.height), shape.height},
                shape, {0, 0, shape.height, shape.width}, 0, shape.height - 1),
        image);
  }
}

// edge: a row above the canvas, and a column outside of what is painted.
TEST_P(HanningResample, WhatIsOutsideIsLeftOut) {
  const Bytes image = {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4};
  EXPECT_EQ(painted(image, {2, 2}, {1, 0, 2}, {-1, 2, 2}, {1, 2}, {0, 0, 1, 1}, 0, 0),
            (Bytes{3, 3, 3, 7, 7, 7}));
}

}  // namespace
}  // namespace cellerate::kernel
