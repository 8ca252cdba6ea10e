// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/object_table.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class ObjectTable : public test::EveryDevice {
 protected:
  // Label 2 touches the border, 4 is one pixel, 3 and 6 do not occur.
  const Shape2 shape_{5, 7};
  const std::vector<std::int32_t> labels_{0, 2, 2, 0, 0, 0, 0,  //
                                          0, 0, 2, 0, 5, 5, 0,  //
                                          0, 0, 0, 0, 5, 5, 0,  //
                                          0, 1, 1, 0, 4, 0, 0,  //
                                          0, 0, 0, 0, 0, 0, 0};
};
CEL_ON_EVERY_DEVICE(ObjectTable);

// analytic: pixels of each label, those that do not occur included.
TEST_P(ObjectTable, CountsAreas) {
  Buffer<std::int32_t> areas(queue(), 7);
  kernel::label_areas(queue(), upload(queue(), labels_).view(shape_), areas.view());
  EXPECT_EQ(download(queue(), areas), (std::vector<std::int32_t>{25, 2, 3, 0, 1, 4, 0}));
}

// analytic: only what lies on the frame of the plane.
TEST_P(ObjectTable, FlagsLabelsOnTheBorder) {
  Buffer<std::uint8_t> flags = zeros<std::uint8_t>(queue(), 6);
  kernel::flag_border_labels(queue(), upload(queue(), labels_).view(shape_), flags.view());
  EXPECT_EQ(download(queue(), flags), (std::vector<std::uint8_t>{0, 0, 1, 0, 0, 0}));
}

// analytic: the inner edge of a mask, with the outside of the plane being off.
TEST_P(ObjectTable, FlagsLabelsOnTheEdgeOfAMask) {
  std::vector<std::uint8_t> mask(shape_.size(), 1);
  mask[3 * 7 + 5] = 0;  // beside label 4 and below label 5
  Buffer<std::uint8_t> flags = zeros<std::uint8_t>(queue(), 6);
  kernel::flag_mask_border_labels(queue(), upload(queue(), labels_).view(shape_),
                                  upload(queue(), mask).view(shape_), flags.view());
  EXPECT_EQ(download(queue(), flags), (std::vector<std::uint8_t>{0, 0, 1, 0, 1, 1}));
}

// analytic: both limits are inclusive.
TEST_P(ObjectTable, FlagsAreasOutsideARange) {
  const auto areas = upload(queue(), std::vector<std::int32_t>{25, 2, 3, 0, 1, 4});
  Buffer<std::uint8_t> flags = zeros<std::uint8_t>(queue(), 6);
  kernel::flag_areas_outside(queue(), areas.view(), 2.0, 3.0, flags.view());
  EXPECT_EQ(download(queue(), flags), (std::vector<std::uint8_t>{0, 0, 0, 1, 1, 1}));
}

// analytic: removing, then closing the gaps, keeps the order.
TEST_P(ObjectTable, RemovesAndRelabels) {
  auto labels = upload(queue(), labels_);
  const auto flags =
      upload(queue(), std::vector<std::uint8_t>{0, 0, 1, 0, 0});  // label 5 is beyond the flags
  kernel::remove_flagged(queue(), labels.view(shape_), flags.view(), labels.view(shape_));
  EXPECT_EQ(kernel::relabel(queue(), labels.view(shape_), 5, labels.view(shape_)), 3);
  const std::vector<std::int32_t> expected{0, 0, 0, 0, 0, 0, 0,  //
                                           0, 0, 0, 0, 3, 3, 0,  //
                                           0, 0, 0, 0, 3, 3, 0,  //
                                           0, 1, 1, 0, 2, 0, 0,  //
                                           0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(download(queue(), labels), expected);
}

// analytic: a label beyond the table is background.
TEST_P(ObjectTable, AppliesATable) {
  const auto table = upload(queue(), std::vector<std::int32_t>{0, 30, 10});
  Buffer<std::int32_t> out(queue(), shape_);
  kernel::apply_table(queue(), upload(queue(), labels_).view(shape_), table.view(), out.view(shape_));
  const auto values = download(queue(), out);
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_EQ(values[i], labels_[i] == 1 ? 30 : labels_[i] == 2 ? 10 : 0);
}

// analytic: the highest of the values under a label.
TEST_P(ObjectTable, FindsTheHighestValueUnderALabel) {
  std::vector<std::int32_t> values(shape_.size());
  values[1] = 9;
  values[7 + 2] = 4;
  values[7 + 4] = 3;
  values[0] = 100;
  Buffer<std::int32_t> table(queue(), 6);
  kernel::highest_value(queue(), upload(queue(), labels_).view(shape_), upload(queue(), values).view(shape_),
                        table.view());
  EXPECT_EQ(download(queue(), table), (std::vector<std::int32_t>{0, 0, 9, 0, 0, 3}));
}

// edge: no pixels, no labels.
TEST_P(ObjectTable, TakesAnEmptyPlane) {
  Buffer<std::int32_t> out(queue(), 0);
  EXPECT_EQ(kernel::relabel(queue(), View2<const std::int32_t>{}, 0, {}), 0);
}

}  // namespace
}  // namespace cellerate
