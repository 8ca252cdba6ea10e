// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <string>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

std::string lines(const std::string& shrink) {
  return "larger:Cells\nsmaller:Nuclei\nname:Cytoplasm\nshrink:" + shrink;
}

class IdentifyTertiaryObjects : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(IdentifyTertiaryObjects);

// analytic: with shrinking the rim of the nucleus stays and tells the parent.
TEST_P(IdentifyTertiaryObjects, KeepsRimWhenShrinking) {
  Labels cell(25, 1), nucleus(25, 0);
  for (int y = 1; y < 4; ++y)
    for (int x = 1; x < 4; ++x) nucleus[y * 5 + x] = 1;
  objects("Cells", {5, 5}, cell);
  objects("Nuclei", {5, 5}, nucleus);
  run("IdentifyTertiaryObjects", lines("Yes"));
  Labels expected = cell;
  expected[12] = 0;
  EXPECT_EQ(labels("Cytoplasm"), expected);
  EXPECT_EQ(values("Cytoplasm", "Parent_Nuclei"), (std::vector<double>{1}));
  EXPECT_EQ(values("Cytoplasm", "Parent_Cells"), (std::vector<double>{1}));
  EXPECT_EQ(values("Nuclei", "Children_Cytoplasm_Count"), (std::vector<double>{1}));
  EXPECT_EQ(values("Cells", "Children_Cytoplasm_Count"), (std::vector<double>{1}));
  expect_declared_columns_are_measured();
}

// analytic: without shrinking, of two nuclei in a cell the last is the parent, and both have the child.
TEST_P(IdentifyTertiaryObjects, LastNucleusOfCellIsParent) {
  objects("Cells", {1, 5}, {1, 1, 1, 1, 1});
  objects("Nuclei", {1, 5}, {0, 1, 0, 2, 0});
  run("IdentifyTertiaryObjects", lines("No"));
  EXPECT_EQ(labels("Cytoplasm"), (Labels{1, 0, 1, 0, 1}));
  EXPECT_EQ(values("Cytoplasm", "Parent_Nuclei"), (std::vector<double>{2}));
  EXPECT_EQ(values("Nuclei", "Children_Cytoplasm_Count"), (std::vector<double>{1, 1}));
}

// edge: a cell that is covered leaves a number without pixels; the last one is not counted.
TEST_P(IdentifyTertiaryObjects, CoveredCellsLeaveGaps) {
  objects("Cells", {1, 6}, {1, 1, 2, 2, 3, 3});
  objects("Nuclei", {1, 6}, {1, 1, 0, 2, 3, 3});
  run("IdentifyTertiaryObjects", lines("No"));
  EXPECT_EQ(labels("Cytoplasm"), (Labels{0, 0, 2, 0, 0, 0}));
  EXPECT_EQ(values("Image", "Count_Cytoplasm"), (std::vector<double>{2}));
  const auto x = values("Cytoplasm", "Location_Center_X");
  ASSERT_EQ(x.size(), 2u);
  EXPECT_TRUE(std::isnan(x[0]));
  EXPECT_EQ(x[1], 2);
  EXPECT_EQ(values("Cytoplasm", "Parent_Cells"), (std::vector<double>{0, 2}));
  EXPECT_EQ(values("Cytoplasm", "Parent_Nuclei"), (std::vector<double>{0, 2}));
}

// analytic: planes of different size are matched at the corner where no crop tells how.
TEST_P(IdentifyTertiaryObjects, MatchesPlanesOfDifferentSize) {
  objects("Cells", {2, 3}, {1, 1, 1, 1, 1, 1});
  objects("Nuclei", {1, 4}, {0, 1, 0, 1});
  run("IdentifyTertiaryObjects", lines("No"));
  EXPECT_EQ(labels("Cytoplasm"), (Labels{1, 0, 1, 1, 1, 1}));
}

// edge: no objects at all.
TEST_P(IdentifyTertiaryObjects, NoObjects) {
  objects("Cells", {2, 2}, Labels(4, 0));
  objects("Nuclei", {2, 2}, Labels(4, 0));
  for (const char* shrink : {"Yes", "No"}) {
    run("IdentifyTertiaryObjects", lines(shrink));
    EXPECT_TRUE(values("Cytoplasm", "Parent_Cells").empty());
    EXPECT_EQ(values("Image", "Count_Cytoplasm"), (std::vector<double>{0}));
  }
}

// analytic: revisions 1 and 2 had the names of outlines; 1 always shrank.
TEST_P(IdentifyTertiaryObjects, OldRevisionsAreUpgraded) {
  objects("Cells", {1, 3}, {1, 1, 1});
  objects("Nuclei", {1, 3}, {0, 1, 0});
  run("IdentifyTertiaryObjects", "a:Cells\nb:Nuclei\nc:Cytoplasm\nd:No\ne:Outlines", 1);
  EXPECT_EQ(labels("Cytoplasm"), (Labels{1, 1, 1}));
  run("IdentifyTertiaryObjects", "a:Cells\nb:Nuclei\nc:Cytoplasm\nd:No\ne:Outlines\nf:No", 2);
  EXPECT_EQ(labels("Cytoplasm"), (Labels{1, 0, 1}));
}

}  // namespace
}  // namespace cellerate
