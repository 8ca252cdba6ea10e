// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/rotate.hpp"

#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

class Rotate : public test::EveryDevice {
 protected:
  std::vector<float> turned(const std::vector<float>& image, Shape2 shape, double degrees) {
    const Shape2 box = kernel::rotated_shape(shape, degrees);
    const auto device = upload(queue(), image);
    Buffer<float> out(queue(), box);
    kernel::rotate(queue(), device.view(shape), degrees, 0, 0, out.view(box));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Rotate);

// golden: scipy.ndimage.rotate of the same image: its middle, another pixel, and the box around it.
TEST_P(Rotate, HasTheBitsOfSciPy) {
  const Shape2 shape{40, 64};
  const std::vector<float> image = test::checkered_noise(shape);
  const struct {
    double degrees;
    Shape2 box;
    float middle, other;
  } cases[] = {{30, {67, 75}, 0x1.1369d8p-2f, 0x1.d0d8c8p-4f},
               {-137.5, {73, 74}, 0x1.5a1496p-3f, 0x1.f47cc8p-1f},
               {90, {64, 40}, 0x1.f62602p-3f, 0x1.0e298p-1f},
               {0, {40, 64}, 0x1.02c77p-2f, 0x1.6ad378p-5f}};
  for (const auto& expected : cases) {
    const Shape2 box = kernel::rotated_shape(shape, expected.degrees);
    EXPECT_EQ(box, expected.box);
    const std::vector<float> found = turned(image, shape, expected.degrees);
    EXPECT_EQ(found[box.height / 2 * box.width + box.width / 2], expected.middle);
    EXPECT_EQ(found[20 * box.width + 30], expected.other);
  }
}

// golden: the same of an image of double precision.
TEST_P(Rotate, KeepsDoublePrecision) {
  const Shape2 shape{40, 64}, box = kernel::rotated_shape(shape, 30);
  const std::vector<float> image = test::checkered_noise(shape);
  const auto device = upload(queue(), std::vector<double>(image.begin(), image.end()));
  Buffer<double> out(queue(), box);
  kernel::rotate(queue(), device.view(shape), 30, 0, 0, out.view(box));
  EXPECT_EQ(download(queue(), out)[20 * box.width + 30], 0x1.d0d8c8b3e3564p-4);
}

// analytic: a quarter turn moves each pixel to its place; beyond the corners there is nothing.
TEST_P(Rotate, AQuarterTurnIsCounterclockwise) {
  const std::vector<float> found = turned({1, 2, 3, 4, 5, 6}, {2, 3}, 90), expected{3, 6, 2, 5, 1, 4};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-6);
  const std::vector<float> image(100, 1.0f);
  EXPECT_EQ(turned(image, {10, 10}, 45)[0], 0);
}

// invariant: a part is cut out of the whole; there is nothing around it.
TEST_P(Rotate, GivesParts) {
  const Shape2 shape{40, 64}, box = kernel::rotated_shape(shape, 30), part{20, 31};
  const std::vector<float> image = test::checkered_noise(shape), whole = turned(image, shape, 30);
  const auto device = upload(queue(), image);
  Buffer<float> out(queue(), part);
  kernel::rotate(queue(), device.view(shape), 30, 15, 10, out.view(part));
  EXPECT_EQ(download(queue(), out)[3 * part.width + 4], whole[18 * box.width + 14]);
  EXPECT_ANY_THROW(kernel::rotate(queue(), device.view(shape), 30, box.height, 0, out.view(part)));
}

// edge: nothing, and one pixel.
TEST_P(Rotate, OfNothingAndOfOnePixel) {
  EXPECT_TRUE(turned({}, {0, 0}, 30).empty());
  EXPECT_EQ(turned({.5f}, {1, 1}, 30), (std::vector<float>{.5f}));
}

}  // namespace
}  // namespace cellerate
