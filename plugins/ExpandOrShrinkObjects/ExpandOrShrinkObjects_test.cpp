// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class ExpandOrShrinkObjects : public test::ModuleTest {
 protected:
  void transform(const std::string& operation, const std::string& pixels = "1",
                 const std::string& fill = "No", const std::string& measurement = "Count_Nuclei") {
    run("ExpandOrShrinkObjects",
        "a:Nuclei\nb:Result\nc:" + operation + "\nd:" + pixels + "\ne:" + fill + "\nf:" + measurement);
  }
  Labels result(const std::string& operation, const std::string& pixels = "1",
                const std::string& fill = "No") {
    transform(operation, pixels, fill);
    return labels("Result");
  }
};
CEL_ON_EVERY_DEVICE(ExpandOrShrinkObjects);

// analytic: by so many pixels, and until everything is labeled; ties go to the object before.
TEST_P(ExpandOrShrinkObjects, Expands) {
  objects("Nuclei", {1, 9}, {0, 0, 0, 1, 0, 0, 0, 0, 2});
  EXPECT_EQ(result("Expand objects by a specified number of pixels"), (Labels{0, 0, 1, 1, 1, 0, 0, 2, 2}));
  EXPECT_EQ(result("Expand objects until touching"), (Labels{1, 1, 1, 1, 1, 1, 2, 2, 2}));
  EXPECT_EQ(values("Image", "Count_Result"), (Values{2}));
  EXPECT_EQ(values("Result", "Location_Center_X"), (Values{2.5, 7}));
  expect_declared_columns_are_measured();
}

// analytic: a ring stays a ring, but shrinks to a point when its hole is filled.
TEST_P(ExpandOrShrinkObjects, ShrinksToAPoint) {
  const Labels ring{1, 1, 1, 1, 0, 1, 1, 1, 1};
  objects("Nuclei", {3, 3}, ring);
  EXPECT_EQ(result("Shrink objects to a point"), ring);
  EXPECT_EQ(result("Shrink objects to a point", "1", "Yes"), (Labels{0, 0, 0, 0, 1, 0, 0, 0, 0}));
}

// analytic: a line of five loses a pixel at either end with each round.
TEST_P(ExpandOrShrinkObjects, ShrinksByPixels) {
  objects("Nuclei", {1, 7}, {0, 1, 1, 1, 1, 1, 0});
  EXPECT_EQ(result("Shrink objects by a specified number of pixels"), (Labels{0, 0, 1, 1, 1, 0, 0}));
  EXPECT_EQ(result("Shrink objects by a specified number of pixels", "9"), (Labels{0, 0, 0, 1, 0, 0, 0}));
}

// analytic: fractions of a measured distance are cut off when shrinking; -1 is until nothing changes.
TEST_P(ExpandOrShrinkObjects, ByAMeasurement) {
  objects("Nuclei", {1, 7}, {0, 1, 1, 1, 1, 1, 0});
  const auto shrunk_by = [&](double value) {
    measurement("Image", "Some", {value});
    transform("Shrink objects by a previous measurement", "1", "No", "Some");
    const Labels left = labels("Result");
    return std::count(left.begin(), left.end(), 1);
  };
  EXPECT_EQ(shrunk_by(1.9), 3);
  EXPECT_EQ(shrunk_by(0), 5);
  EXPECT_EQ(shrunk_by(-1), 1);
  EXPECT_EQ(shrunk_by(-2), 5);
  EXPECT_THROW(shrunk_by(std::numeric_limits<double>::quiet_NaN()), std::runtime_error);
  measurement("Image", "Some", {std::numeric_limits<double>::quiet_NaN()});
  transform("Expand objects by a previous measurement", "1", "No", "Some");
  EXPECT_EQ(labels("Result"), (Labels{0, 1, 1, 1, 1, 1, 0}));
  load("ExpandOrShrinkObjects",
       "a:Nuclei\nb:R\nc:Expand objects by a previous measurement\nd:1\ne:No\nf:Nobody");
  EXPECT_NE(faults().find("Expand or shrink measurement"), std::string::npos);
}

// analytic: lines between objects, skeletons, spurs.
TEST_P(ExpandOrShrinkObjects, MakesLines) {
  objects("Nuclei", {3, 6}, {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2});
  EXPECT_EQ(result("Add partial dividing lines between objects"),
            (Labels{1, 1, 0, 0, 2, 2, 1, 1, 0, 0, 2, 2, 1, 1, 0, 0, 2, 2}));
  objects("Nuclei", {3, 5}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(result("Skeletonize each object"), labels("Nuclei"));
  EXPECT_EQ(result("Remove spurs"), (Labels{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
}

// analytic: what was discarded shrinks with the objects, what is left looks like them; nothing of it grows.
TEST_P(ExpandOrShrinkObjects, FollowsDiscardedObjects) {
  objects("Nuclei", {1, 9}, {1, 1, 1, 0, 0, 0, 0, 0, 0});
  found("Nuclei", {1, 1, 1, 0, 0, 2, 2, 2, 0});
  transform("Shrink objects to a point");
  const StoredObjects& stored = state().objects.at("Result");
  EXPECT_EQ(download(queue(), static_cast<const std::int32_t*>(stored.small_removed.get()), 9),
            (Labels{0, 1, 0, 0, 0, 0, 2, 0, 0}));
  transform("Expand objects until touching");
  EXPECT_EQ(state().objects.at("Result").small_removed, nullptr);
}

// edge: no objects.
TEST_P(ExpandOrShrinkObjects, WithoutObjects) {
  objects("Nuclei", {2, 2}, {0, 0, 0, 0});
  for (const char* operation :
       {"Shrink objects to a point", "Expand objects until touching", "Skeletonize each object"}) {
    EXPECT_EQ(result(operation), Labels(4));
    EXPECT_EQ(values("Image", "Count_Result"), (Values{0}));
  }
}

// analytic: revision 1 had outlines; the measurement came without a new revision.
TEST_P(ExpandOrShrinkObjects, OldRevisionsAreUpgraded) {
  objects("Nuclei", {1, 3}, {0, 1, 0});
  const std::string lines = "a:Nuclei\nb:Result\nc:Expand objects by a specified number of pixels\nd:1\ne:No";
  run("ExpandOrShrinkObjects", lines + "\nf:No\ng:Outlines", 1);
  EXPECT_EQ(labels("Result"), (Labels{1, 1, 1}));
  run("ExpandOrShrinkObjects", lines, 2);
  EXPECT_EQ(labels("Result"), (Labels{1, 1, 1}));
}

}  // namespace
}  // namespace cellerate
