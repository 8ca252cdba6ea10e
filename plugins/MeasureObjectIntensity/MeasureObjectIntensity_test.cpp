// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureObjectIntensity : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(MeasureObjectIntensity);

constexpr char kDnaOfNuclei[] = R"(
    Select images to measure:DNA
    Select objects to measure:Nuclei)";

// analytic: two objects whose sums, extremes and places can be read off.
TEST_P(MeasureObjectIntensity, MeasuresEachObject) {
  image("DNA", {2, 3}, {.25f, .5f, 0, .75f, 0, .5f});
  objects("Nuclei", {2, 3}, {1, 1, 0, 1, 0, 2});
  run("MeasureObjectIntensity", kDnaOfNuclei);
  EXPECT_EQ(values("Nuclei", "Intensity_IntegratedIntensity_DNA"), (std::vector<double>{1.5, .5}));
  EXPECT_EQ(values("Nuclei", "Intensity_MeanIntensity_DNA"), (std::vector<double>{.5, .5}));
  EXPECT_EQ(values("Nuclei", "Intensity_MaxIntensity_DNA"), (std::vector<double>{.75, .5}));
  EXPECT_EQ(values("Nuclei", "Location_MaxIntensity_X_DNA"), (std::vector<double>{0, 2}));
  EXPECT_EQ(values("Nuclei", "Location_MaxIntensity_Z_DNA"), (std::vector<double>{0, 0}));
  expect_declared_columns_are_measured();
}

// edge: without objects every column is there, and empty.
TEST_P(MeasureObjectIntensity, NoObjectsGiveEmptyColumns) {
  image("DNA", {2, 2}, {1, 1, 1, 1});
  objects("Nuclei", {2, 2}, {0, 0, 0, 0});
  run("MeasureObjectIntensity", kDnaOfNuclei);
  EXPECT_TRUE(values("Nuclei", "Intensity_MeanIntensity_DNA").empty());
  expect_declared_columns_are_measured();
}

// edge: masked pixels do not count.
TEST_P(MeasureObjectIntensity, MaskedPixelsAreLeftOut) {
  image("DNA", {1, 3}, {.25f, .5f, 1}, {1, 1, 0});
  objects("Nuclei", {1, 3}, {1, 1, 1});
  run("MeasureObjectIntensity", kDnaOfNuclei);
  EXPECT_EQ(values("Nuclei", "Intensity_IntegratedIntensity_DNA"), (std::vector<double>{.75}));
}

// golden: CellProfiler 4.2.8; of a smaller and a larger image the corners are put together, and the border of
// the smaller one is no edge. Without visible pixels a mean is NaN.
TEST_P(MeasureObjectIntensity, ImagesOfOtherSizesAreMeasuredFromTheCorner) {
  image("DNA", {1, 2}, {.25f, .5f});
  image("RNA", {3, 4}, {.25f, .5f, .75f, 1, 1, .5f, 1, 1, 1, 1, 1, 1});
  objects("Nuclei", {2, 3}, {1, 1, 2, 1, 1, 2});
  run("MeasureObjectIntensity", R"(
    Select images to measure:DNA, RNA
    Select objects to measure:Nuclei)");
  EXPECT_EQ(values("Nuclei", "Intensity_IntegratedIntensity_DNA"), (std::vector<double>{.75, 0}));
  EXPECT_EQ(values("Nuclei", "Intensity_IntegratedIntensity_RNA"), (std::vector<double>{2.25, 1.75}));
  EXPECT_EQ(values("Nuclei", "Intensity_IntegratedIntensityEdge_DNA"), (std::vector<double>{0, 0}));
  EXPECT_EQ(values("Nuclei", "Intensity_IntegratedIntensityEdge_RNA"), (std::vector<double>{1, 1.75}));
  EXPECT_TRUE(std::isnan(values("Nuclei", "Intensity_MeanIntensity_DNA").at(1)));
  expect_declared_columns_are_measured();
}

// edge: a color image is refused by name.
TEST_P(MeasureObjectIntensity, ColorImageIsRefused) {
  image("DNA", {1, 1}, {.1f, .2f, .3f});
  objects("Nuclei", {1, 1}, {1});
  try {
    run("MeasureObjectIntensity", kDnaOfNuclei);
    FAIL() << "a color image was measured";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("'DNA' must be grayscale"), std::string::npos) << error.what();
  }
}

// analytic: revisions 2 (names up to "Do not use") and 3 (counted names) become the lists of revision 4.
TEST_P(MeasureObjectIntensity, OldRevisionsAreUpgraded) {
  image("DNA", {1, 1}, {1});
  image("RNA", {1, 1}, {1});
  objects("Nuclei", {1, 1}, {1});
  run("MeasureObjectIntensity", "a:DNA\nb:RNA\nc:Do not use\nd:Nuclei", 2);
  EXPECT_EQ(values("Nuclei", "Intensity_MeanIntensity_RNA"), (std::vector<double>{1}));
  run("MeasureObjectIntensity", "a:1\nb:DNA\nc:Nuclei", 3);
  EXPECT_EQ(values("Nuclei", "Intensity_MeanIntensity_DNA"), (std::vector<double>{1}));
}

// edge: a name that nobody makes is a fault at load that names module, setting and image.
TEST_P(MeasureObjectIntensity, UnknownImageIsAFault) {
  objects("Nuclei", {1, 1}, {1});
  load("MeasureObjectIntensity", kDnaOfNuclei);
  EXPECT_EQ(faults(),
            "#1 MeasureObjectIntensity, \"Select images to measure\": image 'DNA' is made by no module "
            "before this one\n");
}

}  // namespace
}  // namespace cellerate
