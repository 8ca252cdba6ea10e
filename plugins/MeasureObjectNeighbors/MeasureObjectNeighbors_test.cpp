// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureObjectNeighbors : public test::ModuleTest {
 protected:
  /// Single pixels 1, 2 and 3 of a row.
  void row_of_three() { objects("Nuclei", {1, 9}, {1, 0, 0, 2, 0, 0, 0, 0, 3}); }
  std::vector<double> neighbors(const std::string& feature) const {
    return values("Nuclei", "Neighbors_" + feature);
  }
};
CEL_ON_EVERY_DEVICE(MeasureObjectNeighbors);

std::string settings(const std::string& neighbors, const std::string& method,
                     const std::string& distance = "5", const std::string& discarded = "Yes") {
  return "a:Nuclei\nb:" + neighbors + "\nc:" + method + "\nd:" + distance + "\ne:" + discarded +
         "\nf:No\ng:Count\nh:Blues\ni:No\nj:Touching\nk:Oranges";
}

using Values = std::vector<double>;

// analytic: distances and numbers of pixels on a line.
TEST_P(MeasureObjectNeighbors, FindsWhatIsNear) {
  row_of_three();
  run("MeasureObjectNeighbors", settings("Nuclei", "Within a specified distance", "3"));
  EXPECT_EQ(neighbors("NumberOfNeighbors_3"), (Values{1, 1, 0}));
  EXPECT_EQ(neighbors("PercentTouching_3"), (Values{100, 100, 0}));
  EXPECT_EQ(neighbors("FirstClosestObjectNumber_3"), (Values{2, 1, 2}));
  EXPECT_EQ(neighbors("SecondClosestObjectNumber_3"), (Values{3, 3, 1}));
  EXPECT_EQ(neighbors("FirstClosestDistance_3"), (Values{3, 3, 5}));
  EXPECT_EQ(neighbors("SecondClosestDistance_3"), (Values{8, 5, 8}));
  EXPECT_EQ(neighbors("AngleBetweenNeighbors_3"), (Values{0, 180, 0}));
  expect_declared_columns_are_measured();
}

// analytic: expanded, the middle one touches both others.
TEST_P(MeasureObjectNeighbors, ExpandedObjectsMeet) {
  row_of_three();
  run("MeasureObjectNeighbors", settings("Nuclei", "Expand until adjacent"));
  EXPECT_EQ(neighbors("NumberOfNeighbors_Expanded"), (Values{1, 2, 1}));
  expect_declared_columns_are_measured();
}

// analytic: neighbours of another set, whose name is part of the columns'.
TEST_P(MeasureObjectNeighbors, FindsObjectsOfAnotherSet) {
  row_of_three();
  objects("Cells", {1, 9}, {0, 1, 0, 0, 0, 0, 0, 0, 0});
  run("MeasureObjectNeighbors", settings("Cells", "Adjacent"));
  EXPECT_EQ(neighbors("NumberOfNeighbors_Cells_Adjacent"), (Values{1, 0, 0}));
  EXPECT_EQ(neighbors("FirstClosestObjectNumber_Cells_Adjacent"), (Values{1, 1, 1}));
  EXPECT_EQ(neighbors("SecondClosestObjectNumber_Cells_Adjacent"), (Values{0, 0, 0}));
  EXPECT_EQ(neighbors("FirstClosestDistance_Cells_Adjacent"), (Values{1, 2, 7}));
  expect_declared_columns_are_measured();
}

// edge: nobody, and one alone.
TEST_P(MeasureObjectNeighbors, AloneThereIsNoNeighbor) {
  objects("Nuclei", {1, 3}, {0, 0, 0});
  run("MeasureObjectNeighbors", settings("Nuclei", "Adjacent"));
  EXPECT_TRUE(neighbors("NumberOfNeighbors_Adjacent").empty());
  objects("Nuclei", {1, 3}, {0, 1, 0});
  run("MeasureObjectNeighbors", settings("Nuclei", "Adjacent"));
  EXPECT_EQ(neighbors("NumberOfNeighbors_Adjacent"), (Values{0}));
  EXPECT_EQ(neighbors("FirstClosestObjectNumber_Adjacent"), (Values{0}));
  expect_declared_columns_are_measured();
}

// analytic: object 2 of those found was discarded: it counts as neighbour, or is forgotten for good.
TEST_P(MeasureObjectNeighbors, DiscardedObjectsCountIfWanted) {
  objects("Nuclei", {1, 5}, {1, 0, 0, 0, 2});
  found("Nuclei", {1, 2, 0, 0, 3});
  run("MeasureObjectNeighbors", settings("Nuclei", "Adjacent"));
  EXPECT_EQ(neighbors("NumberOfNeighbors_Adjacent"), (Values{1, 0}));
  EXPECT_EQ(neighbors("FirstClosestObjectNumber_Adjacent"), (Values{2, 1}));
  EXPECT_EQ(neighbors("FirstClosestDistance_Adjacent"), (Values{1, 3}));
  run("MeasureObjectNeighbors", settings("Nuclei", "Adjacent", "5", "No"));
  EXPECT_EQ(neighbors("NumberOfNeighbors_Adjacent"), (Values{0, 0}));
  run("MeasureObjectNeighbors", settings("Nuclei", "Adjacent"));
  EXPECT_EQ(neighbors("NumberOfNeighbors_Adjacent"), (Values{0, 0}));
}

// golden: matplotlib's colors of 1/2 and 1 in Blues, of 1 and 1/2 in gray; the background is black and
// masked.
TEST_P(MeasureObjectNeighbors, ColoredObjects) {
  objects("Nuclei", {1, 6}, {1, 2, 3, 0, 0, 4});
  run("MeasureObjectNeighbors",
      "a:Nuclei\nb:Nuclei\nc:Adjacent\nd:5\ne:Yes\nf:Yes\ng:Count\nh:Blues\ni:Yes\nj:Touching\nk:gray_r");
  EXPECT_EQ(pixels("Count"), (std::vector<float>{0.417085737f, 0.680630505f, 0.838231444f,   //
                                                 0.0313725509f, 0.188235298f, 0.419607848f,  //
                                                 0.417085737f, 0.680630505f, 0.838231444f,   //
                                                 0, 0, 0, 0, 0, 0,                           //
                                                 0.968627453f, 0.984313726f, 1}));
  EXPECT_EQ(pixels("Touching"), (std::vector<float>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1}));
  const StoredImage& image = state().images.at("Count");
  EXPECT_EQ(download(queue(), static_cast<const std::uint8_t*>(image.mask.get()), 6),
            (std::vector<std::uint8_t>{1, 1, 1, 0, 0, 1}));
}

// edge: a color map that is none, of an image that is wanted or not
TEST_P(MeasureObjectNeighbors, UnknownColorMapIsAFault) {
  row_of_three();
  const auto with_maps = [&](const std::string& wanted) {
    load("MeasureObjectNeighbors", "a:Nuclei\nb:Nuclei\nc:Adjacent\nd:5\ne:Yes\nf:" + wanted +
                                       "\ng:Count\nh:mauve\ni:No\nj:Touching\nk:mauve");
    return faults();
  };
  EXPECT_EQ(with_maps("No"), "");
  EXPECT_NE(with_maps("Yes").find("'mauve': must be Default or a color map"), std::string::npos);
}

// analytic: the distance is not looked at where it is not shown.
TEST_P(MeasureObjectNeighbors, HiddenDistanceIsNoFault) {
  row_of_three();
  load("MeasureObjectNeighbors", settings("Nuclei", "Adjacent", "0"));
  EXPECT_EQ(faults(), "");
  load("MeasureObjectNeighbors", settings("Nuclei", "Within a specified distance", "0"));
  EXPECT_NE(faults(), "");
}

// analytic: revision 1 has one object set, revision 2 no choice about discarded objects.
TEST_P(MeasureObjectNeighbors, OldRevisionsAreUpgraded) {
  row_of_three();
  run("MeasureObjectNeighbors",
      "a:Nuclei\nb:Within a specified distance\nc:3\nd:No\ne:C\nf:Blues\ng:No\nh:T\ni:Blues", 1);
  EXPECT_EQ(neighbors("NumberOfNeighbors_3"), (Values{1, 1, 0}));
  run("MeasureObjectNeighbors", "a:Nuclei\nb:Nuclei\nc:Adjacent\nd:3\ne:No\nf:C\ng:Blues\nh:No\ni:T\nj:Blues",
      2);
  EXPECT_EQ(neighbors("NumberOfNeighbors_Adjacent"), (Values{0, 0, 0}));
}

}  // namespace
}  // namespace cellerate
