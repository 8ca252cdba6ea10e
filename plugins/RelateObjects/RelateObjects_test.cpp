// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;

class RelateObjects : public test::ModuleTest {
 protected:
  /// Two parents side by side; child 1 in the first, 2 mostly in the second, 3 in none.
  void put_parents_and_children() {
    objects("Nuclei", shape_,
            {1, 1, 1, 2, 2, 0,  //
             1, 1, 1, 2, 2, 0,  //
             1, 1, 1, 2, 2, 0});
    objects("Spots", shape_,
            {1, 0, 0, 0, 0, 3,  //
             0, 0, 2, 2, 2, 0,  //
             0, 0, 0, 0, 0, 0});
  }
  static std::string lines(const std::string& distances, const std::string& means, const std::string& steps,
                           const std::string& saved, const std::string& step) {
    return "Parent objects:Nuclei\nChild objects:Spots\nCalculate child-parent distances?:" + distances +
           "\nCalculate per-parent means for all child measurements?:" + means +
           "\nCalculate distances to other parents?:" + steps +
           "\nDo you want to save the children with parents as a new object set?:" + saved +
           "\nName the output object:SpotsInNuclei\nParent name:" + step;
  }
  /// NaN made comparable.
  Values with_minus_one(const std::string& object, const std::string& feature) {
    Values all = values(object, feature);
    for (double& value : all)
      if (std::isnan(value)) value = -1;
    return all;
  }
  const Shape2 shape_{3, 6};
};
CEL_ON_EVERY_DEVICE(RelateObjects);

// analytic: the parent with most overlap, and the count of children.
TEST_P(RelateObjects, AssignsParents) {
  put_parents_and_children();
  run("RelateObjects", lines("None", "No", "No", "No", "None"));
  EXPECT_EQ(values("Spots", "Parent_Nuclei"), (Values{1, 2, 0}));
  EXPECT_EQ(values("Nuclei", "Children_Spots_Count"), (Values{1, 1}));
  EXPECT_EQ(state().measurements.relationships.size(), 4u);  // two pairs, each seen from both sides
  expect_declared_columns_are_measured();
}

// analytic: distances to centroid and edge that can be read off; none for a child without a parent.
TEST_P(RelateObjects, MeasuresDistances) {
  put_parents_and_children();
  run("RelateObjects", lines("Both", "No", "No", "No", "None"));
  EXPECT_EQ(with_minus_one("Spots", "Distance_Centroid_Nuclei"), (Values{std::sqrt(2.0), .5, -1}));
  EXPECT_EQ(with_minus_one("Spots", "Distance_Minimum_Nuclei"), (Values{2, 0, -1}));
  expect_declared_columns_are_measured();
}

// analytic: means of what was measured before and of the distances; not of means and parents.
TEST_P(RelateObjects, AveragesChildrenByParent) {
  put_parents_and_children();
  measurement("Spots", "AreaShape_Area", {1, 3, 1});
  measurement("Spots", "Mean_Dots_AreaShape_Area", {1, 1, 1});
  run("RelateObjects", lines("Minimum", "Yes", "No", "No", "None"));
  EXPECT_EQ(values("Nuclei", "Mean_Spots_AreaShape_Area"), (Values{1, 3}));
  EXPECT_EQ(values("Nuclei", "Mean_Spots_Distance_Minimum_Nuclei"), (Values{2, 0}));
  EXPECT_THROW(values("Nuclei", "Mean_Spots_Mean_Dots_AreaShape_Area"), std::invalid_argument);
  expect_declared_columns_are_measured();
}

// analytic: only children that touch a parent are saved, under new numbers.
TEST_P(RelateObjects, SavesChildrenWithParents) {
  put_parents_and_children();
  run("RelateObjects", lines("None", "No", "No", "Yes", "None"));
  EXPECT_EQ(labels("SpotsInNuclei"),
            (std::vector<std::int32_t>{1, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(values("SpotsInNuclei", "Parent_Spots"), (Values{1, 2}));
  EXPECT_EQ(values("Spots", "Children_SpotsInNuclei_Count"), (Values{1, 1, 0}));
  EXPECT_EQ(values("Image", "Count_SpotsInNuclei"), (Values{2}));
  expect_declared_columns_are_measured();
}

// edge: children that cover the plane lose the one with the lowest number, as in CellProfiler.
TEST_P(RelateObjects, ChildrenThatCoverThePlaneLoseTheFirst) {
  objects("Nuclei", {1, 3}, {1, 1, 1});
  objects("Spots", {1, 3}, {1, 2, 3});
  run("RelateObjects", lines("None", "No", "No", "Yes", "None"));
  EXPECT_EQ(labels("SpotsInNuclei"), (std::vector<std::int32_t>{0, 1, 2}));
}

// analytic: a step parent is found through the child, the parent, or as the parent's child.
TEST_P(RelateObjects, FindsStepParents) {
  put_parents_and_children();
  objects("Cells", shape_, {2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1});
  measurement("Nuclei", "Parent_Cells", {2, 1});
  run("RelateObjects", lines("Centroid", "No", "Yes", "No", "Cells"));
  EXPECT_EQ(with_minus_one("Spots", "Distance_Centroid_Cells"), (Values{std::sqrt(2.0), 1, -1}));
  objects("Rims", shape_, {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2});
  measurement("Rims", "Parent_Nuclei", {1, 2});
  run("RelateObjects", lines("Centroid", "No", "Yes", "No", "Rims"));
  EXPECT_EQ(with_minus_one("Spots", "Distance_Centroid_Rims"), (Values{std::sqrt(2.0), 1, -1}));
}

// edge: a step parent that is not related to the parents.
TEST_P(RelateObjects, UnrelatedStepParentIsAnError) {
  put_parents_and_children();
  objects("Cells", shape_, std::vector<std::int32_t>(18, 1));
  EXPECT_THROW(run("RelateObjects", lines("Centroid", "No", "Yes", "No", "Cells")), std::runtime_error);
}

// edge: no parents, no children.
TEST_P(RelateObjects, WithoutObjects) {
  objects("Nuclei", {1, 2}, {0, 0});
  objects("Spots", {1, 2}, {0, 1});
  run("RelateObjects", lines("Both", "Yes", "No", "Yes", "None"));
  EXPECT_EQ(values("Spots", "Parent_Nuclei"), (Values{0}));
  EXPECT_EQ(with_minus_one("Spots", "Distance_Centroid_Nuclei"), (Values{-1}));
  EXPECT_EQ(values("Image", "Count_SpotsInNuclei"), (Values{0}));
  objects("Nuclei", {1, 2}, {0, 1});
  objects("Spots", {1, 2}, {0, 0});
  run("RelateObjects", lines("Both", "Yes", "No", "Yes", "None"));
  EXPECT_TRUE(values("Spots", "Distance_Minimum_Nuclei").empty());
  EXPECT_EQ(values("Nuclei", "Children_Spots_Count"), (Values{0}));
  EXPECT_TRUE(values("Nuclei", "Mean_Spots_Distance_Minimum_Nuclei").empty());
}

// analytic: revisions 1 (child first), 3 and 4 become 5. A step parent of revision 3 is lost as in
// CellProfiler.
TEST_P(RelateObjects, OldRevisionsAreUpgraded) {
  put_parents_and_children();
  run("RelateObjects", "a:Spots\nb:Nuclei\nc:Minimum\nd:Do not use\ne:No", 1);
  EXPECT_EQ(with_minus_one("Spots", "Distance_Minimum_Nuclei"), (Values{2, 0, -1}));
  run("RelateObjects", "a:Nuclei\nb:Spots\nc:None\nd:No\ne:No\nf:Cells", 3);
  EXPECT_EQ(values("Spots", "Parent_Nuclei"), (Values{1, 2, 0}));
  run("RelateObjects", "a:Nuclei\nb:Spots\nc:Saved\nd:None\ne:No\nf:No\ng:None", 4);
  EXPECT_EQ(values("Image", "Count_Saved"), (Values{2}));
}

// edge: text has no mean.
TEST_P(RelateObjects, TextHasNoMean) {
  put_parents_and_children();
  text_column("Spots", "Classify_Class");
  load("RelateObjects", lines("None", "Yes", "No", "No", "None"));
  EXPECT_NE(faults().find("'Classify_Class' of 'Spots' is text"), std::string::npos) << faults();
}

}  // namespace
}  // namespace cellerate
