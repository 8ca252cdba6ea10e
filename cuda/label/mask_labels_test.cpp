// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/mask_labels.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;
using kernel::MaskSide;

class MaskLabels : public test::EveryDevice {
 protected:
  template <class T>
  Labels masked(const Labels& labels, Shape2 shape, const std::vector<T>& mask, Shape2 mask_shape,
                MaskSide side) {
    Buffer<std::int32_t> out(queue(), shape);
    const auto plane = upload(queue(), labels);
    const auto region = upload(queue(), mask);
    kernel::mask_labels(queue(), plane.view(shape), region.view(mask_shape), side, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(MaskLabels);

// analytic: both sides, of a binary image and of objects.
TEST_P(MaskLabels, KeepsOneSide) {
  const Labels labels{1, 2, 0, 3};
  const Shape2 shape{2, 2};
  const std::vector<std::uint8_t> mask{1, 0, 1, 0};
  EXPECT_EQ(masked(labels, shape, mask, shape, MaskSide::kInside), (Labels{1, 0, 0, 0}));
  EXPECT_EQ(masked(labels, shape, mask, shape, MaskSide::kOutside), (Labels{0, 2, 0, 3}));
  EXPECT_EQ(masked(labels, shape, Labels{0, 7, 0, 9}, shape, MaskSide::kInside), (Labels{0, 2, 0, 3}));
}

// edge: a smaller mask leaves nothing beyond its end on either side, a larger one is cut.
TEST_P(MaskLabels, OtherSizes) {
  const Labels labels{1, 2, 3, 4};
  const std::vector<std::uint8_t> on{1}, large{1, 0, 1, 1, 1, 1, 1, 1, 1};
  for (const MaskSide side : {MaskSide::kInside, MaskSide::kOutside})
    EXPECT_EQ(masked(labels, {2, 2}, on, {1, 1}, side),
              side == MaskSide::kInside ? (Labels{1, 0, 0, 0}) : Labels(4));
  EXPECT_EQ(masked(labels, {2, 2}, large, {3, 3}, MaskSide::kInside), (Labels{1, 0, 3, 4}));
  EXPECT_TRUE(masked(Labels{}, {0, 2}, on, {1, 1}, MaskSide::kInside).empty());
}

}  // namespace
}  // namespace cellerate
