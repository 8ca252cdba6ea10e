// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/border_labels.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;
using Flags = std::vector<std::uint8_t>;

class BorderLabels : public test::EveryDevice {
 protected:
  Flags outside(Shape2 shape, const Labels& labels, const Flags& mask, int max_label) {
    Buffer<std::uint8_t> flags = zeros<std::uint8_t>(queue(), max_label + 1);
    const auto on = upload(queue(), mask);
    kernel::flag_outside_labels(queue(), upload(queue(), labels).view(shape),
                                mask.empty() ? View2<const std::uint8_t>{} : on.view(shape), flags.view());
    return download(queue(), flags);
  }
  const Shape2 shape_{4, 5};
  const Labels labels_{0, 0, 0, 0, 1,  //
                       0, 2, 3, 0, 1,  //
                       0, 0, 0, 0, 0,  //
                       0, 0, 0, 0, 0};
};
CEL_ON_EVERY_DEVICE(BorderLabels);

// analytic: the frame of the plane, background included.
TEST_P(BorderLabels, FlagsTheFrame) { EXPECT_EQ(outside(shape_, labels_, {}, 3), (Flags{1, 1, 0, 0})); }

// analytic: what is off in the mask, or beside such a pixel.
TEST_P(BorderLabels, FlagsTheOutsideOfAMask) {
  Flags mask(20, 1);
  mask[5] = 0;  // left of label 2
  EXPECT_EQ(outside(shape_, labels_, mask, 3), (Flags{1, 1, 1, 0}));
}

// edge: objects all around, so that no background lies on the border.
TEST_P(BorderLabels, BackgroundInsideIsNotFlagged) {
  EXPECT_EQ(outside({3, 3}, {1, 1, 1, 1, 0, 1, 1, 1, 1}, {}, 1), (Flags{0, 1}));
}

// analytic: first pixels decide, not numbers.
TEST_P(BorderLabels, ListsLabelsInRasterOrder) {
  const Shape2 shape{2, 3};
  EXPECT_EQ(kernel::labels_in_raster_order(queue(), upload(queue(), Labels{3, 0, 3, 1, 0, 2}).view(shape), 3),
            (Labels{3, 0, 1, 2}));
  EXPECT_TRUE(
      kernel::labels_in_raster_order(queue(), upload(queue(), Labels{}).view(Shape2{0, 3}), 0).empty());
}

}  // namespace
}  // namespace cellerate
