// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureObjectOverlap : public test::ModuleTest {
 protected:
  void measure() { run("MeasureObjectOverlap", "a:Truth\nb:Test\nc:No\nd:250\ne:K Means\nf:250\ng:No"); }
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

std::vector<std::int32_t> blocks(Shape2 shape, const std::vector<Box>& boxes) {
  std::vector<std::int32_t> labels(shape.size(), 0);
  for (std::size_t k = 0; k < boxes.size(); ++k)
    for (int y = boxes[k].y0; y < boxes[k].y1; ++y)
      for (int x = boxes[k].x0; x < boxes[k].x1; ++x)
        labels[y * shape.width + x] = static_cast<std::int32_t>(k) + 1;
  return labels;
}

// golden: CellProfiler 4.2.8 on one thread: two objects that touch onto one.
TEST_P(MeasureObjectOverlap, EarthMoversDistance) {
  const Shape2 shape{20, 30};
  objects("Test", shape, blocks(shape, {{2, 3, 14, 12}, {2, 12, 14, 20}}));
  objects("Truth", shape, blocks(shape, {{5, 8, 19, 25}}));
  const auto distance = [&](const std::string& points, int most, const char* penalize) {
    run("MeasureObjectOverlap",
        "a:Truth\nb:Test\nc:Yes\nd:100\ne:" + points + "\nf:" + std::to_string(most) + "\ng:" + penalize);
    return overlap("EarthMoversDistance");
  };
  EXPECT_EQ(distance("K Means", 250, "No"), 946);
  EXPECT_EQ(distance("K Means", 4, "No"), 371);
  EXPECT_EQ(distance("K Means", 250, "Yes"), 9446);
  EXPECT_EQ(distance("Skeleton", 250, "No"), 1411);
  EXPECT_EQ(distance("Skeleton", 4, "Yes"), 952);
  expect_declared_columns_are_measured();
  objects("Test", shape, blocks(shape, {}));
  EXPECT_EQ(distance("K Means", 7, "Yes"), 7 * 14 * 17);
  EXPECT_EQ(distance("K Means", 7, "No"), 0);
}

// golden: CellProfiler 4.2.8 squares the coordinates of few pixels in 16 bits: 388 pixels are 139.
TEST_P(MeasureObjectOverlap, SquaresOfFewPixels) {
  const Shape2 shape{3, 400};
  objects("Test", shape, blocks(shape, {{1, 2, 2, 3}}));
  objects("Truth", shape, blocks(shape, {{1, 390, 2, 391}}));
  run("MeasureObjectOverlap", "a:Truth\nb:Test\nc:Yes\nd:100\ne:K Means\nf:1000\ng:No");
  EXPECT_EQ(overlap("EarthMoversDistance"), 139);
  run("MeasureObjectOverlap", "a:Truth\nb:Test\nc:Yes\nd:100\ne:Skeleton\nf:1000\ng:No");
  EXPECT_EQ(overlap("EarthMoversDistance"), 388);
}

}  // namespace
}  // namespace cellerate
