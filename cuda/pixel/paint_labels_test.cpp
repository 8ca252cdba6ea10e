// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/paint_labels.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class PaintLabels : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(PaintLabels);

// analytic: the background has a color too; a label without one is black.
TEST_P(PaintLabels, LooksUpColors) {
  const Shape2 shape{1, 3};
  const auto labels = upload(queue(), std::vector<std::int32_t>{1, 0, 2});
  const auto table = upload(queue(), std::vector<float>{1, 2, 3, 4, 5, 6});
  Buffer<float> color(queue(), 9), gray(queue(), 3);
  kernel::paint_labels(queue(), labels.view(shape), table.view(), color.view());
  EXPECT_EQ(download(queue(), color), (std::vector<float>{4, 5, 6, 1, 2, 3, 0, 0, 0}));
  kernel::paint_labels_gray(queue(), labels.view(shape), upload(queue(), std::vector<float>{0, .5f}).view(),
                            gray.view(shape));
  EXPECT_EQ(download(queue(), gray), (std::vector<float>{.5f, 0, 0}));
}

// edge: no pixels.
TEST_P(PaintLabels, EmptyPlane) {
  Buffer<float> none(queue(), 0);
  Buffer<std::int32_t> labels(queue(), 0);
  kernel::paint_labels(queue(), labels.view(Shape2{0, 5}), none.view(), none.view());
}

}  // namespace
}  // namespace cellerate
