// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/local_maxima.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class LocalMaxima : public test::EveryDevice {
 protected:
  std::vector<std::uint8_t> maxima(const std::vector<float>& image, const std::vector<std::int32_t>& labels,
                                   Shape2 shape, double radius) {
    Buffer<std::uint8_t> out(queue(), shape);
    kernel::local_maxima(queue(), upload(queue(), image).view(shape), upload(queue(), labels).view(shape),
                         kernel::disk_footprint(radius), out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(LocalMaxima);

// analytic: the disk of CellProfiler's usual suppression size.
TEST(Footprint, HasTheReferencesPixels) {
  const auto disk = kernel::disk_footprint(6.5);
  EXPECT_EQ(disk.size(), 137u);
  EXPECT_EQ(disk.front(), (kernel::Offset{0, 0}));
  EXPECT_EQ(kernel::disk_footprint(1).size(), 5u);
  EXPECT_EQ(kernel::disk_footprint(0.5).size(), 1u);
}

// analytic: plateaus stay whole, other labels do not count, nothing at or below zero is a maximum.
TEST_P(LocalMaxima, AreNotExceededInTheirObject) {
  const Shape2 shape{1, 12};
  const std::vector<float> image{1, 2, 2, 9, 1, 0, 0, -1, 5, 4, 3, 6};
  const std::vector<std::int32_t> labels{1, 1, 1, 2, 2, 0, 3, 3, 4, 4, 4, 4};
  EXPECT_EQ(maxima(image, labels, shape, 2), (std::vector<std::uint8_t>{0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 1}));
  EXPECT_EQ(maxima(image, labels, shape, 3), (std::vector<std::uint8_t>{0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1}));
}

// golden (CellProfiler 4.2.8 get_maxima): sought on a plane of three quarters the size.
TEST_P(LocalMaxima, AreSoughtOnASmallerPlane) {
  const Shape2 shape{8, 11};
  std::vector<float> image(88);
  std::vector<std::int32_t> labels(88);
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 11; ++x) {
      image[y * 11 + x] = static_cast<float>((y * 5 + x * 3 + x * y) % 11) / 8;
      labels[y * 11 + x] = y == 3 ? 0 : x < 6 ? 1 : 2;
    }
  const std::vector<std::uint8_t> expected{0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0,  //
                                           0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,  //
                                           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                           1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,  //
                                           0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,  //
                                           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  Buffer<std::uint8_t> seeds(queue(), shape);
  kernel::object_seeds(queue(), upload(queue(), image).view(shape), upload(queue(), labels).view(shape),
                       kernel::disk_footprint(2.5), 0.75, seeds.view(shape));
  EXPECT_EQ(download(queue(), seeds), expected);
}

// edge: any shape; of a flat object every pixel is a maximum.
TEST_P(LocalMaxima, TakeEveryShape) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::int32_t> labels(shape.size(), 1);
    EXPECT_EQ(maxima(std::vector<float>(shape.size(), 0.5f), labels, shape, 3),
              std::vector<std::uint8_t>(shape.size(), 1));
  }
}

}  // namespace
}  // namespace cellerate
