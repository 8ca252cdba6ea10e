// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class MeasureImageAreaOccupied : public test::ModuleTest {
 protected:
  void measure(const std::string& operand) {
    run("MeasureImageAreaOccupied", "a:" + operand + "\nb:Tissue\nc:Cells");
  }
  Values occupied(const std::string& name) const {
    return {values("Image", "AreaOccupied_AreaOccupied_" + name)[0],
            values("Image", "AreaOccupied_Perimeter_" + name)[0],
            values("Image", "AreaOccupied_TotalArea_" + name)[0]};
  }
};
CEL_ON_EVERY_DEVICE(MeasureImageAreaOccupied);

// golden (scikit-image 0.18.3 perimeter): objects that touch count apart, the foreground of an image as one.
TEST_P(MeasureImageAreaOccupied, OfObjectsAndImages) {
  objects("Cells", {4, 6}, {1, 1, 1, 2, 2, 2,  //
                            1, 1, 1, 2, 2, 2,  //
                            1, 1, 1, 2, 2, 2,  //
                            0, 0, 0, 0, 0, 0});
  binary("Tissue", {4, 6}, {1, 1, 1, 1, 1, 1,  //
                            1, 1, 1, 1, 1, 1,  //
                            1, 1, 1, 1, 1, 1,  //
                            0, 0, 0, 0, 0, 0});
  measure("Both");
  EXPECT_EQ(occupied("Cells"), (Values{18, 16, 24}));
  EXPECT_EQ(occupied("Tissue"), (Values{18, 14, 24}));
  expect_declared_columns_are_measured();
}

// analytic: perimeters are rounded for each object.
TEST_P(MeasureImageAreaOccupied, RoundsPerimeters) {
  objects("Cells", {3, 3}, {0, 1, 0, 1, 1, 1, 0, 1, 0});
  measure("Objects");
  EXPECT_EQ(occupied("Cells"), (Values{5, 6, 9}));  // of 4 root 2
}

// analytic: pixels outside the mask of the objects' image do not count, and are taken away from the objects.
TEST_P(MeasureImageAreaOccupied, OnlyInTheMask) {
  image("DNA", {1, 4}, {0, 0, 0, 0}, {1, 1, 0, 1});
  objects("Cells", {1, 4}, {0, 1, 1, 0});
  state().objects.at("Cells").parent_image = "DNA";
  measure("Objects");
  EXPECT_EQ(occupied("Cells"), (Values{1, 0, 3}));
  EXPECT_EQ(labels("Cells"), (Labels{0, 1, 0, 0}));
}

// edge: nothing there; an image that is not binary; nothing selected.
TEST_P(MeasureImageAreaOccupied, Nothing) {
  objects("Cells", {2, 2}, Labels(4));
  binary("Tissue", {2, 2}, {0, 0, 0, 0});
  measure("Both");
  EXPECT_EQ(occupied("Cells"), (Values{0, 0, 4}));
  EXPECT_EQ(occupied("Tissue"), (Values{0, 0, 4}));
  image("Tissue", {1, 1}, {1});
  EXPECT_THROW(measure("Binary Image"), std::runtime_error);
  load("MeasureImageAreaOccupied", "a:Both\nb:\nc:");
  EXPECT_NE(faults().find("Select binary images to measure"), std::string::npos);
  EXPECT_NE(faults().find("Select object sets to measure"), std::string::npos);
}

// analytic: lists of operands become lists of names.
TEST_P(MeasureImageAreaOccupied, OldRevisionsAreUpgraded) {
  objects("Cells", {1, 2}, {1, 0});
  binary("Tissue", {1, 2}, {1, 1});
  run("MeasureImageAreaOccupied", "n:2\na:Objects\nb:Cells\nc:None\na:Binary Image\nb:None\nc:Tissue", 4);
  EXPECT_EQ(occupied("Cells")[0], 1);
  EXPECT_EQ(occupied("Tissue")[0], 2);
  run("MeasureImageAreaOccupied", "n:1\na:Binary Image\nb:Cells\nc:No\nd:Stored\ne:Tissue", 3);
  EXPECT_EQ(occupied("Tissue")[0], 2);
  load("MeasureImageAreaOccupied", "a:Cells\nb:No\nc:x", 2);
  EXPECT_NE(faults(), "");
}

}  // namespace
}  // namespace cellerate
