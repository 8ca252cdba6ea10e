// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/peaks.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Places = std::vector<std::int64_t>;

class Peaks : public test::EveryDevice {
 protected:
  Places peaks(Shape2 shape, const std::vector<float>& image, float threshold,
               const kernel::PeakOptions& options) {
    return kernel::peak_local_max(queue(), upload(queue(), image).view(shape), threshold, options);
  }
};
CEL_ON_EVERY_DEVICE(Peaks);

// analytic: highest first; a lower one within the square is none.
TEST_P(Peaks, AreTheHighestOfTheirSquare) {
  const std::vector<float> line{0, 1, 0, 3, 2, 0, 0, 5, 0};
  EXPECT_EQ(peaks({1, 9}, line, 0, {.distance = 1}), (Places{7, 3, 1}));
  EXPECT_EQ(peaks({1, 9}, line, 0, {.distance = 2}), (Places{7, 3}));
  EXPECT_EQ(peaks({1, 9}, line, 3, {.distance = 1}), (Places{7}));
  EXPECT_EQ(peaks({1, 9}, line, 0, {.distance = 1, .most = 1}), (Places{7}));
}

// analytic: no peaks near the border.
TEST_P(Peaks, LeaveTheBorderOut) {
  std::vector<float> image(25, 0);
  image[0] = image[12] = 1;
  EXPECT_EQ(peaks({5, 5}, image, 0, {.distance = 1}), (Places{0, 12}));
  EXPECT_EQ(peaks({5, 5}, image, 0, {.distance = 1, .border = 1}), (Places{12}));
}

// analytic: of a plateau only pixels at the distance stay.
TEST_P(Peaks, ThinOutPlateaus) {
  EXPECT_EQ(peaks({1, 7}, {0, 1, 1, 1, 1, 1, 0}, 0, {.distance = 2}), (Places{1, 3, 5}));
}

// edge: nothing, one pixel, one value, negative values (the outside is 0), every pixel with distance 0.
TEST_P(Peaks, Extremes) {
  EXPECT_TRUE(peaks({0, 3}, {}, 0, {}).empty());
  EXPECT_EQ(peaks({1, 1}, {1}, 0, {}), (Places{0}));
  EXPECT_TRUE(peaks({2, 2}, {1, 1, 1, 1}, 0, {}).empty());
  EXPECT_TRUE(peaks({1, 3}, {-2, -1, -2}, -3, {}).empty());
  EXPECT_EQ(peaks({1, 3}, {1, 2, 3}, 1, {.distance = 0}), (Places{2, 1}));
}

// analytic: both ends of the values.
TEST_P(Peaks, RangeOfValues) {
  const std::vector<double> image{3, -1, 2, 7};
  const auto range = kernel::value_range(queue(), upload(queue(), image).view(Shape2{2, 2}));
  EXPECT_EQ(range.lowest, -1);
  EXPECT_EQ(range.highest, 7);
}

}  // namespace
}  // namespace cellerate
