// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/label_samples.hpp"

#include <numeric>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Sample;

class LabelSamples : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<std::int32_t> labels(Sample type, const std::vector<T>& values, int channels = 1,
                                   bool unit_range = false) {
    const auto bytes = upload(queue(), reinterpret_cast<const unsigned char*>(values.data()),
                              static_cast<std::int64_t>(values.size() * sizeof(T)));
    const Shape2 shape{1, static_cast<int>(values.size()) / channels};
    Buffer<std::int32_t> out(queue(), shape);
    highest_ =
        kernel::labels_of_samples(queue(), {type, bytes.data(), static_cast<std::int64_t>(values.size())},
                                  channels, unit_range, out.view(shape));
    return download(queue(), out);
  }
  int highest_ = -1;
};
CEL_ON_EVERY_DEVICE(LabelSamples);

using Labels = std::vector<std::int32_t>;

// golden: CellProfiler 4.2.8's convert_image_to_objects. The smallest value is background, even if it is not
// 0.
TEST_P(LabelSamples, FewValuesAreRanked) {
  EXPECT_EQ(labels<std::uint8_t>(Sample::U8, {5, 7, 9, 5}), (Labels{0, 1, 2, 0}));
  EXPECT_EQ(highest_, 2);
  EXPECT_EQ(labels<std::uint8_t>(Sample::U8, {0, 255, 255, 0}), (Labels{0, 1, 1, 0}));
  EXPECT_EQ(labels<std::uint16_t>(Sample::U16, {3, 3, 3}), (Labels{0, 0, 0}));
  EXPECT_EQ(highest_, 0);
}

// golden: the same; 200 dense values keep their gaps, 100 are ranked.
TEST_P(LabelSamples, ManyDenseValuesAreLabels) {
  std::vector<std::uint16_t> values(200);
  std::iota(values.begin(), values.end(), std::uint16_t{0});
  for (std::size_t i = 150; i < values.size(); ++i) values[i] += 10;
  EXPECT_EQ(labels(Sample::U16, values), Labels(values.begin(), values.end()));
  EXPECT_EQ(highest_, 209);
  EXPECT_EQ(labels(Sample::U16, values, 1, true)[199], 199) << "as an image the values are fractions: ranks";

  std::vector<std::uint16_t> few(100);
  for (std::size_t i = 0; i < few.size(); ++i) few[i] = static_cast<std::uint16_t>(3 * i);
  EXPECT_EQ(labels(Sample::U16, few)[99], 99);
}

// golden: the same; red counts first, then green, then blue.
TEST_P(LabelSamples, ColorsAreRanked) {
  EXPECT_EQ(labels<std::uint8_t>(Sample::U8, {1, 0, 0, 0, 5, 5, 0, 0, 9, 1, 0, 0}, 3), (Labels{2, 1, 0, 2}));
}

// edge: no pixels; a number of channels that means nothing.
TEST_P(LabelSamples, OddImages) {
  EXPECT_TRUE(labels<std::uint8_t>(Sample::U8, {}).empty());
  EXPECT_EQ(highest_, 0);
  EXPECT_THROW(labels<std::uint8_t>(Sample::U8, {1, 2}, 2), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
