// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/extreme_labels.hpp"

#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

class ExtremeLabels : public test::EveryDevice {
 protected:
  Labels maxima(const Labels& labels, const Labels& enclosing, int count, std::vector<double> values) {
    return extremes(labels, enclosing, count, std::move(values), kernel::Extreme::kMaximum, -kInf);
  }
  Labels minima(const Labels& labels, const Labels& enclosing, int count, std::vector<double> values) {
    return extremes(labels, enclosing, count, std::move(values), kernel::Extreme::kMinimum, kInf);
  }
  Labels extremes(const Labels& labels, const Labels& enclosing, int count, std::vector<double> values,
                  kernel::Extreme extreme, double background) {
    values.insert(values.begin(), background);
    const Shape2 shape{1, static_cast<int>(labels.size())};
    return kernel::extreme_labels(queue(), upload(queue(), labels).view(shape),
                                  upload(queue(), enclosing).view(shape), count, values, extreme);
  }
};
CEL_ON_EVERY_DEVICE(ExtremeLabels);

// analytic: an object may be the best of several; one without any has the background.
TEST_P(ExtremeLabels, FindsTheBestOfEach) {
  const Labels labels{1, 2, 2, 3, 0}, enclosing{1, 1, 2, 2, 3};
  EXPECT_EQ(maxima(labels, enclosing, 3, {5, 7, 6}), (Labels{2, 2, 0}));
  EXPECT_EQ(minima(labels, enclosing, 3, {5, 7, 6}), (Labels{1, 3, 0}));
}

// analytic: NaN sorts behind all values: it is a maximum, and a minimum only without background.
TEST_P(ExtremeLabels, NanIsHighest) {
  EXPECT_EQ(maxima({1, 2}, {1, 1}, 1, {kNaN, 7}), (Labels{1}));
  EXPECT_EQ(minima({1, 0}, {1, 1}, 1, {kNaN}), (Labels{0}));
  EXPECT_EQ(minima({1, 1}, {1, 1}, 1, {kNaN}), (Labels{1}));
}

// edge: an enclosing object without pixels stands at the first pixel.
TEST_P(ExtremeLabels, MissingEnclosingObjectTakesTheFirstPixel) {
  EXPECT_EQ(maxima({2, 1}, {2, 2}, 2, {5, 4}), (Labels{2, 1}));
}

// golden: few pixels are sorted stably, so the last of tied maxima and the first of tied minima win.
TEST_P(ExtremeLabels, TiesFollowTheSort) {
  EXPECT_EQ(maxima({1, 2, 1}, {1, 1, 1}, 1, {3, 3}), (Labels{1}));
  EXPECT_EQ(maxima({1, 1, 2}, {1, 1, 1}, 1, {3, 3}), (Labels{2}));
  EXPECT_EQ(minima({2, 1, 1}, {1, 1, 1}, 1, {3, 3}), (Labels{2}));
}

}  // namespace
}  // namespace cellerate
