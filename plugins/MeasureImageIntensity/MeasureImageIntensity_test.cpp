// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureImageIntensity : public test::ModuleTest {
 protected:
  double of(const std::string& feature) const { return values("Image", "Intensity_" + feature).at(0); }
};
CEL_ON_EVERY_DEVICE(MeasureImageIntensity);

constexpr char kWhole[] = "a:DNA\nb:No\nc:\nd:No\ne:10,90";

// analytic: five pixels whose statistics can be read off.
TEST_P(MeasureImageIntensity, MeasuresTheWholeImage) {
  image("DNA", {1, 5}, {0, .25f, .5f, 1, 1});
  run("MeasureImageIntensity", "a:DNA\nb:No\nc:\nd:Yes\nSpecify percentiles to measure:100, 0,50");
  EXPECT_EQ(of("TotalIntensity_DNA"), 2.75);
  EXPECT_EQ(of("MeanIntensity_DNA"), .55);
  EXPECT_EQ(of("MedianIntensity_DNA"), .5);
  EXPECT_EQ(of("MADIntensity_DNA"), .5);
  EXPECT_EQ(of("MinIntensity_DNA"), 0);
  EXPECT_EQ(of("MaxIntensity_DNA"), 1);
  EXPECT_EQ(of("TotalArea_DNA"), 5);
  EXPECT_EQ(of("PercentMaximal_DNA"), 40);
  EXPECT_EQ(of("LowerQuartileIntensity_DNA"), .25);
  EXPECT_EQ(of("Percentile_0_DNA"), 0);
  EXPECT_EQ(of("Percentile_50_DNA"), .5);
  EXPECT_EQ(of("Percentile_100_DNA"), 1);
  expect_declared_columns_are_measured();
}

// analytic: pixels in objects that the mask allows; the names of a second set grow from the first's.
TEST_P(MeasureImageIntensity, MeasuresInsideObjects) {
  image("DNA", {1, 4}, {.25f, .5f, .75f, 1}, {1, 1, 1, 0});
  objects("Nuclei", {1, 4}, {0, 1, 0, 2});
  objects("Cells", {1, 4}, {1, 1, 1, 2});
  run("MeasureImageIntensity", "a:DNA\nb:Yes\nc:Nuclei, Cells\nd:No\ne:");
  EXPECT_EQ(of("TotalIntensity_DNA_Nuclei"), .5);
  EXPECT_EQ(of("TotalArea_DNA_Nuclei_Cells"), 3);
  EXPECT_EQ(of("TotalIntensity_DNA_Nuclei_Cells"), 1.5);
}

// edge: nothing but masked and not finite pixels.
TEST_P(MeasureImageIntensity, NoPixelsGiveZeros) {
  image("DNA", {1, 2}, {1, 1}, {0, 0});
  run("MeasureImageIntensity", kWhole);
  EXPECT_EQ(of("MeanIntensity_DNA"), 0);
  EXPECT_EQ(of("UpperQuartileIntensity_DNA"), 0);
  expect_declared_columns_are_measured();
}

// edge: NaN and infinite pixels do not count.
TEST_P(MeasureImageIntensity, OnlyFinitePixelsCount) {
  image("DNA", {1, 3}, {.5f, std::nanf(""), std::numeric_limits<float>::infinity()});
  run("MeasureImageIntensity", kWhole);
  EXPECT_EQ(of("TotalArea_DNA"), 1);
  EXPECT_EQ(of("MaxIntensity_DNA"), .5);
}

// edge: what is no percentile is a fault at load.
TEST_P(MeasureImageIntensity, PercentilesAreChecked) {
  image("DNA", {1, 1}, {1});
  for (const auto& [text, message] : {std::pair{"10,x", "'x' is not a whole number between 0 and 100"},
                                      std::pair{"101", "'101' is not a whole number between 0 and 100"},
                                      std::pair{" ", "no percentiles are given"}}) {
    load("MeasureImageIntensity", std::string("a:DNA\nb:No\nc:\nd:Yes\ne:") + text);
    EXPECT_EQ(faults(),
              std::string("#1 MeasureImageIntensity, \"Specify percentiles to measure\": ") + message + "\n");
  }
}

// analytic: revision 2 has three lines an image.
TEST_P(MeasureImageIntensity, OldRevisionsAreUpgraded) {
  image("DNA", {1, 2}, {.25f, .5f});
  image("RNA", {1, 2}, {1, 1});
  objects("Nuclei", {1, 2}, {1, 0});
  run("MeasureImageIntensity", "a:DNA\nb:Yes\nc:Nuclei\nd:RNA\ne:No\nf:None", 2);
  EXPECT_EQ(of("TotalIntensity_DNA_Nuclei"), .25);
  EXPECT_EQ(of("TotalIntensity_RNA_Nuclei"), 1);
  run("MeasureImageIntensity", "a:DNA\nb:No\nc:", 3);
  EXPECT_EQ(of("TotalIntensity_DNA"), .75);
}

}  // namespace
}  // namespace cellerate
