// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/label_masks.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class LabelMasks : public test::EveryDevice {
 protected:
  const Shape2 shape_{4, 6};
  const std::vector<std::int32_t> labels_{1, 1, 1, 1, 0, 2,  //
                                          1, 1, 1, 1, 2, 2,  //
                                          1, 1, 1, 1, 0, 0,  //
                                          0, 0, 0, 0, 0, 3};
};
CEL_ON_EVERY_DEVICE(LabelMasks);

// analytic: labeled and unlabeled pixels are each other's complement.
TEST_P(LabelMasks, SplitLabeledFromUnlabeled) {
  const auto labels = upload(queue(), labels_);
  Buffer<std::uint8_t> on(queue(), shape_), off(queue(), shape_);
  kernel::labeled_pixels(queue(), labels.view(shape_), on.view(shape_));
  kernel::unlabeled_pixels(queue(), labels.view(shape_), off.view(shape_));
  const auto is_on = download(queue(), on), is_off = download(queue(), off);
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    EXPECT_EQ(is_on[i], labels_[i] != 0);
    EXPECT_EQ(is_off[i], labels_[i] == 0);
  }
}

// analytic: labels count only where another mask allows it.
TEST_P(LabelMasks, FindLabeledPixelsThatAreAllowed) {
  std::vector<std::uint8_t> allowed(shape_.size());
  for (std::size_t i = 0; i < allowed.size(); ++i) allowed[i] = i % 2;
  const auto labels = upload(queue(), labels_);
  const auto mask = upload(queue(), allowed);
  Buffer<std::uint8_t> on(queue(), shape_);
  kernel::labeled_pixels(queue(), labels.view(shape_), mask.view(shape_), on.view(shape_));
  const auto is_on = download(queue(), on);
  for (std::size_t i = 0; i < labels_.size(); ++i) EXPECT_EQ(is_on[i], labels_[i] != 0 && i % 2 == 1);
}

// golden (centrosome 1.2.3 adjacent): also across corners, and the frame is nobody's neighbour.
TEST_P(LabelMasks, FindPixelsBesideAnotherLabel) {
  Buffer<std::uint8_t> mask(queue(), shape_);
  kernel::adjacent_pixels(queue(), upload(queue(), labels_).view(shape_), mask.view(shape_));
  const std::vector<std::uint8_t> expected{0, 0, 0, 1, 0, 0,  //
                                           0, 0, 0, 1, 1, 0,  //
                                           0, 0, 0, 1, 0, 0,  //
                                           0, 0, 0, 0, 0, 0};
  EXPECT_EQ(download(queue(), mask), expected);
}

// golden (centrosome 1.2.3 outline): the frame of the plane is outline too.
TEST_P(LabelMasks, FindOutlines) {
  Buffer<std::int32_t> outlines(queue(), shape_);
  kernel::outline(queue(), upload(queue(), labels_).view(shape_), outlines.view(shape_));
  const std::vector<std::int32_t> expected{1, 1, 1, 1, 0, 2,  //
                                           1, 0, 0, 1, 2, 2,  //
                                           1, 1, 1, 1, 0, 0,  //
                                           0, 0, 0, 0, 0, 3};
  EXPECT_EQ(download(queue(), outlines), expected);
}

// analytic: labels below 0 do not count.
TEST_P(LabelMasks, PositiveLabels) {
  const Shape2 shape{1, 4};
  const auto labels = upload(queue(), std::vector<std::int32_t>{-2147483647, -1, 0, 1});
  Buffer<std::uint8_t> mask(queue(), shape);
  kernel::positive_labels(queue(), labels.view(shape), mask.view(shape));
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{0, 0, 0, 1}));
}

// analytic: what is inside goes, its rim stays on request.
TEST_P(LabelMasks, SubtractObjects) {
  const auto outer = upload(queue(), std::vector<std::int32_t>(shape_.size(), 7));
  const auto inner = upload(queue(), labels_);
  Buffer<std::int32_t> difference(queue(), shape_);
  kernel::subtract_objects(queue(), outer.view(shape_), inner.view(shape_), false, difference.view(shape_));
  auto values = download(queue(), difference);
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(values[i], labels_[i] ? 0 : 7);
  kernel::subtract_objects(queue(), outer.view(shape_), inner.view(shape_), true, difference.view(shape_));
  values = download(queue(), difference);
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(values[i], i == 7 || i == 8 ? 0 : 7);
}

// analytic: labels stay where the other plane has any label.
TEST_P(LabelMasks, KeepWhatIsLabeledElsewhere) {
  const auto labels = upload(queue(), std::vector<std::int32_t>(shape_.size(), 7));
  const auto kept = upload(queue(), labels_);
  Buffer<std::int32_t> result(queue(), shape_);
  kernel::keep_labeled(queue(), labels.view(shape_), kept.view(shape_), result.view(shape_));
  const auto values = download(queue(), result);
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(values[i], labels_[i] ? 7 : 0);
}

// analytic: labels taken where another plane has some.
TEST_P(LabelMasks, ReplaceLabeledPixels) {
  const auto where = upload<std::int32_t>(queue(), {1, 0, 2}),
             labels = upload<std::int32_t>(queue(), {0, 5, 6});
  Buffer<std::int32_t> out = upload<std::int32_t>(queue(), {7, 8, 9});
  kernel::replace_labeled(queue(), where.view({1, 3}), labels.view({1, 3}), out.view({1, 3}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::int32_t>{0, 8, 6}));
}

}  // namespace
}  // namespace cellerate
