// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/binary_shrink.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class BinaryShrink : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<T> shrink(const std::vector<T>& image, Shape2 shape, int rounds = kernel::kUntilStable) {
    auto device = upload(queue(), image);
    const View2<const T> in = device.view(shape);
    kernel::binary_shrink(queue(), in, rounds, device.view(shape));
    return download(queue(), device);
  }
};
CEL_ON_EVERY_DEVICE(BinaryShrink);

// golden (centrosome 1.2.3): two labels that touch shrink apart from each other, a mask as one.
TEST_P(BinaryShrink, ShrinksLabelsApartFromEachOther) {
  const Shape2 shape{8, 11};
  std::vector<std::int32_t> labels(88);
  std::vector<std::uint8_t> mask(88);
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 11; ++x) {
      mask[y * 11 + x] = (y * y + x * 3 + x * y) % 7 < 5;
      labels[y * 11 + x] = mask[y * 11 + x] ? 1 + (x > 5) : 0;
    }
  const std::vector<std::int32_t> once{1, 1, 0, 1, 0, 0, 0, 2, 2, 0, 0,  //
                                       1, 0, 1, 0, 1, 1, 0, 2, 0, 2, 0,  //
                                       1, 1, 1, 0, 0, 1, 0, 2, 2, 2, 0,  //
                                       0, 1, 0, 0, 0, 1, 0, 2, 2, 0, 0,  //
                                       1, 1, 1, 1, 1, 1, 0, 2, 2, 2, 2,  //
                                       1, 0, 0, 0, 1, 0, 0, 2, 0, 0, 2,  //
                                       1, 0, 0, 0, 1, 1, 0, 2, 0, 0, 2,  //
                                       0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0};
  const std::vector<std::int32_t> stable{1, 1, 0, 1, 0, 0, 0, 2, 2, 0, 0,  //
                                         1, 0, 1, 0, 1, 1, 0, 2, 0, 2, 0,  //
                                         1, 1, 1, 0, 0, 1, 0, 2, 2, 2, 0,  //
                                         0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0,  //
                                         0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,  //
                                         0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                         0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                         0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const std::vector<std::uint8_t> stable_mask{1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0,  //
                                              1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0,  //
                                              1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0,  //
                                              0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0,  //
                                              0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0,  //
                                              0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0,  //
                                              0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0,  //
                                              0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0};
  EXPECT_EQ(shrink(labels, shape, 1), once);
  EXPECT_EQ(shrink(labels, shape), stable);
  EXPECT_EQ(shrink(mask, shape), stable_mask);
}

// analytic: what has no hole ends as one pixel, what has one as a ring one pixel wide.
TEST_P(BinaryShrink, KeepsTheTopology) {
  const Shape2 shape{41, 90};
  std::vector<std::uint8_t> mask(shape.size());
  for (int y = 0; y < 41; ++y)
    for (int x = 0; x < 90; ++x) {
      const int disk = (y - 20) * (y - 20) + (x - 20) * (x - 20),
                ring = (y - 20) * (y - 20) + (x - 65) * (x - 65);
      mask[y * 90 + x] = disk < 300 || (ring < 300 && ring > 90);
    }
  const auto shrunk = shrink(mask, shape);
  int in_disk = 0, in_ring = 0;
  for (int y = 0; y < 41; ++y)
    for (int x = 0; x < 90; ++x) (x < 45 ? in_disk : in_ring) += shrunk[y * 90 + x];
  EXPECT_EQ(in_disk, 1);
  EXPECT_GT(in_ring, 40);
  EXPECT_LT(in_ring, 120);
}

// edge: no rounds, no pixels, nothing to remove; full planes become one pixel.
TEST_P(BinaryShrink, TakesEveryShape) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::uint8_t> full(shape.size(), 1), none(shape.size(), 0);
    EXPECT_EQ(shrink(none, shape), none);
    EXPECT_EQ(shrink(full, shape, 0), full);
    int left = 0;
    for (const std::uint8_t pixel : shrink(full, shape)) left += pixel;
    EXPECT_EQ(left, shape.empty() ? 0 : 1);
  }
}

}  // namespace
}  // namespace cellerate
