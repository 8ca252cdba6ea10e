// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MorphologicalSkeleton : public test::ModuleTest {
 protected:
  void thin() { run("MorphologicalSkeleton", "in:Bright\nout:Thin"); }
};
CEL_ON_EVERY_DEVICE(MorphologicalSkeleton);

// golden: skimage.morphology.skeletonize 0.18 of a rectangle
TEST_P(MorphologicalSkeleton, OfARectangle) {
  std::vector<std::uint8_t> bright(7 * 9, 0);
  for (int y = 1; y < 6; ++y)
    for (int x = 1; x < 8; ++x) bright[y * 9 + x] = 1;
  binary("Bright", {7, 9}, bright);
  thin();
  std::vector<std::uint8_t> expected(7 * 9, 0);
  for (const int at : {23, 24, 30, 31}) expected[at] = 1;
  EXPECT_EQ(bits("Thin"), expected);
}

// analytic: of gray pixels the whole part counts; no integer holds a NaN.
TEST_P(MorphologicalSkeleton, OfGrayImages) {
  image("Bright", {1, 4}, {1, .9f, -.5f, NAN});
  thin();
  EXPECT_EQ(bits("Thin"), (std::vector<std::uint8_t>{1, 0, 0, 0}));
  image("Bright", {1, 2}, {2, 0});
  EXPECT_THROW(thin(), std::runtime_error);
}

// edge: one pixel stays, nothing stays nothing.
TEST_P(MorphologicalSkeleton, OfAlmostNothing) {
  binary("Bright", {1, 1}, {1});
  thin();
  EXPECT_EQ(bits("Thin"), (std::vector<std::uint8_t>{1}));
  binary("Bright", {2, 2}, {0, 0, 0, 0});
  thin();
  EXPECT_EQ(bits("Thin"), (std::vector<std::uint8_t>(4, 0)));
}

}  // namespace
}  // namespace cellerate
