// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/line_opening.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class LineOpening : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<T> opened(const std::vector<T>& image, Shape2 shape, int length,
                        const std::vector<std::uint8_t>& mask = {}) {
    const auto plane = upload(queue(), image);
    const auto limits = upload(queue(), mask);
    Buffer<T> out(queue(), shape);
    kernel::open_lines(queue(), plane.view(shape),
                       mask.empty() ? View2<const std::uint8_t>() : limits.view(shape), length,
                       out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(LineOpening);

// golden (centrosome 1.2.3 openlines), without and with a mask.
TEST_P(LineOpening, AgreesWithCentrosome) {
  const Shape2 shape{6, 8};
  std::vector<float> image;
  std::vector<double> wide;
  std::vector<std::uint8_t> mask;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      image.push_back((7 * y * y + 3 * x * y + x) % 16 / 16.0f);
      wide.push_back(image.back());
      mask.push_back((x + 2 * y) % 5 != 0);
    }
  const std::vector<float> of_three{
      0.0,    0.0,    0.0,    0.125,  0.0625, 0.0,    0.1875, 0.25,   0.4375, 0.5,   0.375,  0.125,
      0.25,   0.3125, 0.625,  0.0,    0.6875, 0.0,    0.4375, 0.0,    0.375,  0.375, 0.1875, 0.5,
      0.8125, 0.375,  0.0,    0.4375, 0.375,  0.0,    0.625,  0.25,   0.0,    0.75,  0.5625, 0.375,
      0.1875, 0.0,    0.8125, 0.625,  0.9375, 0.9375, 0.75,   0.6875, 0.875,  0.875, 0.875,  0.625};
  EXPECT_EQ(opened(image, shape, 3), of_three);
  EXPECT_EQ(opened(wide, shape, 3), std::vector<double>(of_three.begin(), of_three.end()));
  EXPECT_EQ(opened(image, shape, 4, mask),
            (std::vector<float>{0.0,    0.0,  0.0,  0.125, 0.0625, 0.0,   0.0,    0.1875, 0.25,   0.5,
                                0.625,  0.0,  0.25, 0.625, 0.5,    0.0,   0.5625, 0.0,    0.4375, 0.0,
                                0.4375, 0.75, 0.0,  0.75,  0.75,   0.375, 0.0,    0.625,  0.0,    0.0,
                                0.625,  0.25, 0.0,  0.75,  0.0,    0.375, 0.1875, 0.0,    0.8125, 0.0,
                                0.0,    0.5,  0.75, 0.5,   0.6875, 0.0,   0.6875, 0.6875}));
}

// edge: no pixels, one pixel.
TEST_P(LineOpening, OfNextToNothing) {
  EXPECT_TRUE(opened<float>({}, {0, 0}, 5).empty());
  EXPECT_EQ(opened<float>({.5f}, {1, 1}, 5), std::vector<float>{0});
}

}  // namespace
}  // namespace cellerate
