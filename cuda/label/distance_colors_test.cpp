// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/distance_colors.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class DistanceColors : public test::EveryDevice {
 protected:
  Labels numbers(Shape2 shape, const Labels& labels, int count) {
    return kernel::distance_colors(queue(), upload(queue(), labels).view(shape), count);
  }
};
CEL_ON_EVERY_DEVICE(DistanceColors);

// analytic: 2 has most neighbours and takes the first color, 1 and 3 share the second.
TEST_P(DistanceColors, NeighborsAreApart) {
  EXPECT_EQ(numbers({1, 7}, {1, 0, 0, 2, 0, 0, 3}, 3), (Labels{0, 2, 1, 3}));
}

// edge: one object, none, a number that does not occur, no pixels.
TEST_P(DistanceColors, FewObjects) {
  EXPECT_EQ(numbers({1, 2}, {1, 0}, 1), (Labels{0, 1}));
  EXPECT_EQ(numbers({1, 2}, {0, 0}, 0), (Labels{0}));
  EXPECT_EQ(numbers({1, 2}, {0, 2}, 2), (Labels{0, 0, 1}));
  EXPECT_EQ(numbers({0, 2}, {}, 1), (Labels{0, 0}));
}

// analytic: only labels that touch have different colors, also at a corner.
TEST_P(DistanceColors, ColorsOfTouchingLabels) {
  const auto labels = upload<std::int32_t>(queue(), {1, 0, 0, 3, 0, 2, 0, 0});
  EXPECT_EQ(kernel::touching_colors(queue(), labels.view({2, 4}), 3), (Labels{1, 1, 2, 1}));
}

}  // namespace
}  // namespace cellerate
