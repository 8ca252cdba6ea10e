// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/fill_holes.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class FillHoles : public test::EveryDevice {
 protected:
  std::vector<std::int32_t> fill(const std::vector<std::int32_t>& labels, Shape2 shape,
                                 kernel::FillOver over = kernel::FillOver::Everything) {
    auto device = upload(queue(), labels);
    kernel::fill_labeled_holes(queue(), device.view(shape), 9, over, device.view(shape));
    return download(queue(), device);
  }
};
CEL_ON_EVERY_DEVICE(FillHoles);

// analytic: a hole is filled if it is smaller than the limit and away from the border; corners do not leak.
TEST_P(FillHoles, FillsSmallHolesOfAMask) {
  const Shape2 shape{5, 8};
  const std::vector<std::uint8_t> mask{1, 1, 1, 1, 1, 1, 1, 1,  //
                                       1, 0, 1, 1, 0, 0, 1, 1,  //
                                       1, 1, 1, 1, 0, 0, 1, 0,  //
                                       1, 1, 0, 1, 1, 1, 1, 1,  //
                                       1, 1, 1, 0, 1, 1, 1, 1};
  auto expected = mask;
  expected[1 * 8 + 1] = expected[3 * 8 + 2] = 1;
  Buffer<std::uint8_t> out(queue(), shape);
  kernel::fill_mask_holes(queue(), upload(queue(), mask).view(shape), 4.0, out.view(shape));
  EXPECT_EQ(download(queue(), out), expected);
  for (const int pixel : {12, 13, 20, 21}) expected[pixel] = 1;
  kernel::fill_mask_holes(queue(), upload(queue(), mask).view(shape), 4.5, out.view(shape));
  EXPECT_EQ(download(queue(), out), expected);
}

// golden (centrosome 1.2.3): an object inside another is swallowed with the hole around it, one beside open
// background stays, and a gap between two objects is no hole.
TEST_P(FillHoles, SwallowsObjectsInside) {
  const Shape2 shape{7, 11};
  const std::vector<std::int32_t> labels{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                         0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0,  //
                                         0, 1, 0, 0, 0, 1, 2, 3, 3, 2, 0,  //
                                         0, 1, 0, 4, 0, 1, 0, 3, 0, 2, 0,  //
                                         0, 1, 0, 0, 0, 1, 2, 2, 2, 2, 0,  //
                                         0, 1, 1, 1, 1, 1, 0, 0, 5, 0, 0,  //
                                         0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const std::vector<std::int32_t> expected{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                           0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0,  //
                                           0, 1, 1, 1, 1, 1, 2, 3, 3, 2, 0,  //
                                           0, 1, 1, 1, 1, 1, 0, 3, 0, 2, 0,  //
                                           0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0,  //
                                           0, 1, 1, 1, 1, 1, 0, 0, 5, 0, 0,  //
                                           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(fill(labels, shape), expected);
}

// golden (centrosome 1.2.3): limited to the background, the object inside keeps its number.
TEST_P(FillHoles, LeavesLabeledPixelsAlone) {
  const Shape2 shape{5, 5};
  const std::vector<std::int32_t> labels{1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 2,
                                         0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1};
  auto expected = std::vector<std::int32_t>(25, 1);
  expected[12] = 2;
  EXPECT_EQ(fill(labels, shape, kernel::FillOver::BackgroundOnly), expected);
  EXPECT_EQ(fill(labels, shape), std::vector<std::int32_t>(25, 1));
}

// edge: planes without pixels, without labels, of one label.
TEST_P(FillHoles, LeavesWhatHasNoHoles) {
  for (const Shape2 shape : test::every_shape())
    for (const std::int32_t label : {0, 3}) {
      const std::vector<std::int32_t> labels(shape.size(), label);
      EXPECT_EQ(fill(labels, shape), labels);
    }
}

}  // namespace
}  // namespace cellerate
