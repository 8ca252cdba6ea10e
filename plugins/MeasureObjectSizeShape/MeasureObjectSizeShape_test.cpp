// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureObjectSizeShape : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(MeasureObjectSizeShape);

constexpr char kEverything[] = R"(
    Select object sets to measure:Nuclei
    Calculate the Zernike features?:Yes
    Calculate the advanced features?:Yes)";

// analytic: a rectangle of 2 x 3 pixels.
TEST_P(MeasureObjectSizeShape, MeasuresARectangle) {
  objects("Nuclei", {4, 5}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0});
  run("MeasureObjectSizeShape", kEverything);
  const auto value = [&](const char* feature) {
    return values("Nuclei", std::string("AreaShape_") + feature).at(0);
  };
  EXPECT_EQ(value("Area"), 6);
  EXPECT_EQ(value("BoundingBoxMinimum_X"), 1);
  EXPECT_EQ(value("BoundingBoxMaximum_X"), 4);
  EXPECT_EQ(value("Center_X"), 2);
  EXPECT_EQ(value("Center_Y"), 1.5);
  EXPECT_EQ(value("Extent"), 1);
  EXPECT_EQ(value("Solidity"), 1);
  EXPECT_EQ(value("EulerNumber"), 1);
  EXPECT_EQ(value("MaxFeretDiameter"), std::sqrt(5.0));
  EXPECT_EQ(value("MaximumRadius"), 1);
  EXPECT_EQ(value("SpatialMoment_0_1"), 6);
  expect_declared_columns_are_measured();
}

// edge: one pixel has no perimeter, no axes and no Zernike moments.
TEST_P(MeasureObjectSizeShape, OnePixelIsADegenerateShape) {
  objects("Nuclei", {1, 1}, {1});
  run("MeasureObjectSizeShape", kEverything);
  EXPECT_TRUE(std::isinf(values("Nuclei", "AreaShape_FormFactor")[0]));
  EXPECT_EQ(values("Nuclei", "AreaShape_MajorAxisLength")[0], 0);
  EXPECT_EQ(values("Nuclei", "AreaShape_Orientation")[0], 45);
  EXPECT_TRUE(std::isnan(values("Nuclei", "AreaShape_Zernike_0_0")[0]));
}

// edge: without objects every column is there, and empty.
TEST_P(MeasureObjectSizeShape, NoObjectsGiveEmptyColumns) {
  objects("Nuclei", {2, 2}, {0, 0, 0, 0});
  run("MeasureObjectSizeShape", kEverything);
  EXPECT_TRUE(values("Nuclei", "AreaShape_Area").empty());
  EXPECT_TRUE(values("Nuclei", "AreaShape_Zernike_9_9").empty());
  expect_declared_columns_are_measured();
}

// edge: label 1 does not occur: CellProfiler closes the gap, pads the radii, and keeps the Feret diameters'
// places.
TEST_P(MeasureObjectSizeShape, GapsInTheLabelsAreClosedAsInCellProfiler) {
  objects("Nuclei", {1, 2}, {2, 2});
  run("MeasureObjectSizeShape", kEverything);
  EXPECT_EQ(values("Nuclei", "AreaShape_Area"), (std::vector<double>{2}));
  EXPECT_EQ(values("Nuclei", "AreaShape_MaximumRadius"), (std::vector<double>{1, 0}));
  EXPECT_EQ(values("Nuclei", "AreaShape_MaxFeretDiameter"), (std::vector<double>{0, 1}));
}

// analytic: revision 1 has a line an object set, revision 2 no advanced features.
TEST_P(MeasureObjectSizeShape, OldRevisionsAreUpgraded) {
  objects("Nuclei", {1, 1}, {1});
  objects("Cells", {1, 1}, {1});
  run("MeasureObjectSizeShape", "a:Nuclei\nb:Cells\nc:No", 1);
  EXPECT_EQ(values("Cells", "AreaShape_Area"), (std::vector<double>{1}));
  run("MeasureObjectSizeShape", "a:Nuclei\nb:No", 2);
  EXPECT_EQ(values("Nuclei", "AreaShape_Area"), (std::vector<double>{1}));
}

}  // namespace
}  // namespace cellerate
