// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureObjectOverlap : public test::ModuleTest {
 protected:
  void measure(const std::string& distance = "No") {
    run("MeasureObjectOverlap", "a:Truth\nb:Test\nc:" + distance + "\nd:250\ne:K Means\nf:250\ng:No");
  }
  double overlap(const std::string& measure) const {
    return values("Image", "Overlap_" + measure + "_Truth_Test")[0];
  }
};
CEL_ON_EVERY_DEVICE(MeasureObjectOverlap);

// analytic: objects that agree.
TEST_P(MeasureObjectOverlap, OfEqualObjects) {
  objects("Truth", {1, 6}, {1, 1, 0, 2, 2, 2});
  objects("Test", {1, 6}, {2, 2, 0, 1, 1, 1});
  measure();
  for (const char* measure :
       {"Ffactor", "Precision", "Recall", "TruePosRate", "TrueNegRate", "RandIndex", "AdjustedRandIndex"})
    EXPECT_EQ(overlap(measure), 1) << measure;
  EXPECT_EQ(overlap("FalsePosRate"), 0);
  EXPECT_EQ(overlap("FalseNegRate"), 0);
  expect_declared_columns_are_measured();
}

// analytic: an object cut in two: only the larger part counts; one that was not found counts as missed.
TEST_P(MeasureObjectOverlap, OfASplitObject) {
  objects("Truth", {1, 10}, {1, 1, 1, 1, 1, 0, 0, 0, 0, 0});
  objects("Test", {1, 10}, {1, 1, 2, 2, 2, 0, 0, 3, 3, 0});
  measure();
  // 3 true positives; missed: 5 - 2, 5 - 3 and the 2 pixels of the third object
  EXPECT_DOUBLE_EQ(overlap("Recall"), 3.0 / 5);
  EXPECT_DOUBLE_EQ(overlap("Precision"), 1);
  EXPECT_DOUBLE_EQ(overlap("TruePosRate"), 3.0 / 10);
  // together in both: 1 + 3 + 3 pairs; apart in both: 5 x 5; of 45
  EXPECT_DOUBLE_EQ(overlap("RandIndex"), (1 + 3 + 3 + 1 + 25.0) / 45);
}

// edge: no objects in one set, in both.
TEST_P(MeasureObjectOverlap, WithoutObjects) {
  objects("Truth", {1, 3}, {0, 0, 0});
  objects("Test", {1, 3}, {1, 0, 0});
  measure();
  EXPECT_TRUE(std::isnan(overlap("Recall")));
  EXPECT_EQ(overlap("FalseNegRate"), 1);
  objects("Test", {1, 3}, {0, 0, 0});
  measure();
  EXPECT_TRUE(std::isnan(overlap("Ffactor")));
  EXPECT_EQ(overlap("TrueNegRate"), 1);
  EXPECT_EQ(overlap("RandIndex"), 1);
}

// edge: the earth mover's distance is refused.
TEST_P(MeasureObjectOverlap, RefusesTheEarthMoversDistance) {
  objects("Truth", {1, 1}, {1});
  objects("Test", {1, 1}, {1});
  EXPECT_THROW(measure("Yes"), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
