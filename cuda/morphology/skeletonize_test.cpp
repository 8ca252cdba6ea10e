// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/skeletonize.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Skeletonize : public test::EveryDevice {
 protected:
  // Two labels that touch, both with holes.
  const Shape2 shape_{8, 11};
  std::vector<std::int32_t> labels_ = std::vector<std::int32_t>(88);
  std::vector<std::uint8_t> mask_ = std::vector<std::uint8_t>(88);
  Skeletonize() {
    for (int y = 0; y < 8; ++y)
      for (int x = 0; x < 11; ++x) {
        mask_[y * 11 + x] = (y * y + x * 3 + x * y) % 7 < 6;
        labels_[y * 11 + x] = mask_[y * 11 + x] ? 1 + (x > 5) : 0;
      }
  }
};
CEL_ON_EVERY_DEVICE(Skeletonize);

// golden (centrosome 1.2.3): the skeletons of labels that touch, and what is left of them without one round
// of spurs.
TEST_P(Skeletonize, KeepsTheReferencesPixels) {
  const std::vector<std::int32_t> skeletons{1, 1, 0, 1, 1, 1, 2, 2, 2, 0, 2,  //
                                            1, 0, 1, 0, 0, 1, 0, 2, 0, 2, 0,  //
                                            0, 1, 0, 1, 1, 0, 0, 0, 2, 0, 0,  //
                                            0, 1, 0, 0, 0, 1, 0, 0, 2, 0, 0,  //
                                            1, 0, 1, 1, 1, 0, 0, 2, 0, 2, 0,  //
                                            1, 0, 0, 0, 1, 0, 0, 2, 0, 0, 2,  //
                                            0, 1, 1, 1, 0, 0, 0, 0, 2, 2, 0,  //
                                            0, 0, 0, 0, 1, 0, 2, 2, 0, 0, 0};
  const std::vector<std::int32_t> without_spurs{1, 1, 0, 1, 1, 1, 2, 2, 2, 0, 0,  //
                                                1, 0, 1, 0, 0, 1, 0, 2, 0, 2, 0,  //
                                                0, 1, 0, 1, 1, 0, 0, 0, 2, 0, 0,  //
                                                0, 1, 0, 0, 0, 1, 0, 0, 2, 0, 0,  //
                                                1, 0, 1, 1, 1, 0, 0, 2, 0, 2, 0,  //
                                                1, 0, 0, 0, 1, 0, 0, 2, 0, 0, 2,  //
                                                0, 1, 1, 1, 0, 0, 0, 0, 2, 2, 0,  //
                                                0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0};
  auto device = upload(queue(), labels_);
  kernel::skeletonize(queue(), device.view(shape_), device.view(shape_));
  EXPECT_EQ(download(queue(), device), skeletons);
  kernel::despur(queue(), device.view(shape_), 1, device.view(shape_));
  EXPECT_EQ(download(queue(), device), without_spurs);
}

// golden (centrosome 1.2.3): thinning until nothing changes.
TEST_P(Skeletonize, ThinsToTheReferencesPixels) {
  const std::vector<std::uint8_t> expected{0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1,  //
                                           0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0,  //
                                           0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0,  //
                                           0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0,  //
                                           0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0,  //
                                           0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1,  //
                                           0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0,  //
                                           1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1};
  auto device = upload(queue(), mask_);
  const View2<const std::uint8_t> in = device.view(shape_);
  kernel::thin(queue(), in, kernel::kUntilStable, device.view(shape_));
  EXPECT_EQ(download(queue(), device), expected);
}

// edge: any shape, without labels and full.
TEST_P(Skeletonize, TakesEveryShape) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::int32_t> none(shape.size()), full(shape.size(), 3);
    Buffer<std::int32_t> out(queue(), shape);
    kernel::skeletonize(queue(), upload(queue(), none).view(shape), out.view(shape));
    EXPECT_EQ(download(queue(), out), none);
    kernel::skeletonize(queue(), upload(queue(), full).view(shape), out.view(shape));
    int left = 0;
    for (const std::int32_t pixel : download(queue(), out)) left += pixel == 3;
    EXPECT_EQ(left > 0, !shape.empty());
  }
}

// golden (centrosome 1.2.3 skeletonize with an ordering of its own)
TEST_P(Skeletonize, InAnOrderOfItsOwn) {
  const Shape2 shape{3, 4};
  auto mask = upload<std::uint8_t>(queue(), {0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0});
  const auto order = upload<double>(queue(), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  kernel::skeletonize(queue(), std::as_const(mask).view(shape), order.view(shape), mask.view(shape));
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0}));
}

}  // namespace
}  // namespace cellerate
