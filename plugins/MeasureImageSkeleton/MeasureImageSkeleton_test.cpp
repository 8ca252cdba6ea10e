// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureImageSkeleton : public test::ModuleTest {
 protected:
  void measure() { run("MeasureImageSkeleton", "image:Skeleton"); }
  double value(const std::string& feature) const {
    return values("Image", "Skeleton_" + feature + "_Skeleton").at(0);
  }
};
CEL_ON_EVERY_DEVICE(MeasureImageSkeleton);

/// A cross of four arms of four pixels.
std::vector<std::uint8_t> cross() {
  std::vector<std::uint8_t> skeleton(11 * 11, 0);
  for (int k = 1; k < 10; ++k) skeleton[5 * 11 + k] = skeleton[k * 11 + 5] = 1;
  return skeleton;
}

// golden: CellProfiler 4.2.8, with its rounding errors
TEST_P(MeasureImageSkeleton, OfACross) {
  binary("Skeleton", {11, 11}, cross());
  measure();
  EXPECT_EQ(value("Branches"), 5);
  EXPECT_EQ(value("Endpoints"), 4);
  expect_declared_columns_are_measured();
}

// edge: without pixels, and with one, there are no ends.
TEST_P(MeasureImageSkeleton, OfAlmostNothing) {
  binary("Skeleton", {1, 1}, {1});
  measure();
  EXPECT_EQ(value("Branches"), 0);
  EXPECT_EQ(value("Endpoints"), 0);
  image("Skeleton", {2, 2}, {0, 0, 0, 0});
  measure();
  EXPECT_EQ(value("Endpoints"), 0);
}

}  // namespace
}  // namespace cellerate
