// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/color_levels.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Doubles = std::vector<double>;
using Levels = std::vector<std::int32_t>;

class ColorLevels : public test::EveryDevice {
 protected:
  template <class T>
  Doubles rescaled(const std::vector<T>& image, kernel::IntensityRanges ranges) {
    const Buffer<T> pixels = upload(queue(), image);
    Buffer<double> out(queue(), pixels.size());
    kernel::rescale(queue(), pixels.view(), ranges, out.view());
    return download(queue(), out);
  }
  Doubles unmixed(const Levels& levels, const Doubles& values, double weight, bool is_single) {
    const Buffer<std::int32_t> plane = upload(queue(), levels);
    const Buffer<double> table = upload(queue(), values);
    Buffer<double> out(queue(), plane.size());
    kernel::unmix_levels(queue(), {{plane.data(), table.data(), static_cast<std::int32_t>(values.size())}},
                         {weight}, is_single, 0, out.view());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(ColorLevels);

// analytic: clipped first; edge: all pixels are equal.
TEST_P(ColorLevels, Rescales) {
  EXPECT_EQ(rescaled<double>({0, 2, 4, 9}, {2, 6, 0, 1}), (Doubles{0, 0, 0.5, 1}));
  EXPECT_EQ(rescaled<float>({3, 3}, {3, 3, 0, 1}), (Doubles{1, 1}));
  EXPECT_EQ(rescaled<float>({}, {0, 1, 0, 1}), Doubles());
}

// analytic: halves go to the even number; outside of labels, in each of two images.
TEST_P(ColorLevels, AreWholeNumbers) {
  const Buffer<double> image = upload(queue(), Doubles{0.5 / 65535, 1.5 / 65535, -1, 1});
  Buffer<std::int32_t> levels(queue(), 4);
  kernel::to_levels(queue(), image.view(), levels.view());
  EXPECT_EQ(download(queue(), levels), (Levels{0, 2, -65535, 65535}));
  kernel::shift_levels(queue(), -65535, levels.view());
  const Buffer<std::int32_t> labels = upload(queue(), Levels{0, 4});
  kernel::mask_levels(queue(), labels.view(), 7, levels.view());
  EXPECT_EQ(download(queue(), levels), (Levels{7, 65537, 7, 131070}));
}

// analytic: of equal values the first channel is the greatest.
TEST_P(ColorLevels, AreCountedWhereGreatest) {
  const Buffer<std::int32_t> first = upload(queue(), Levels{0, 1, 1}),
                             second = upload(queue(), Levels{1, 0, 1});
  const Buffer<double> values = upload(queue(), Doubles{1, 5});
  Buffer<std::int32_t> counts(queue(), 8);
  kernel::count_where_greatest(
      queue(), 3, {{first.data(), values.data(), 2}, {second.data(), values.data(), 2}}, counts.view());
  EXPECT_EQ(download(queue(), counts), (Levels{0, 2, 1, 1, 1, 0, 0, 1}));
  Buffer<std::int32_t> of_one(queue(), 2);
  kernel::count_levels(queue(), first.view(), of_one.view());
  EXPECT_EQ(download(queue(), of_one), (Levels{1, 2}));
}

// analytic: cut off to whole numbers and to 0 ... 1; what is no number, or too great for 64 bits, is 0.
TEST_P(ColorLevels, AreUnmixed) {
  for (const bool is_single : {false, true}) {
    EXPECT_EQ(unmixed({0, 1, 2}, {-4, 3, 70000}, 0.5, is_single), (Doubles{0, 1.0 / 65535, 35000.0 / 65535}));
    EXPECT_EQ(unmixed({0, 1}, {1, 70000}, 1, is_single), (Doubles{1.0 / 65535, 1}));
    EXPECT_EQ(unmixed({0}, {1}, 1e20, is_single), Doubles{0});
    EXPECT_EQ(unmixed({0}, {1}, NAN, is_single), Doubles{0});
  }
}

}  // namespace
}  // namespace cellerate
