// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureObjectIntensityDistribution : public test::ModuleTest {
 protected:
  struct With {
    std::string zernike = "None", center = "These objects", other = "None", scaled = "Yes", bins = "2",
                radius = "2", heatmap = "";
  };
  static std::string settings(const With& with) {
    return "images:DNA\nn:1\nn:1\nn:" + std::string(with.heatmap.empty() ? "0" : "1") +
           "\nzernike:" + with.zernike + "\ndegree:2\nobjects:Nuclei\ncenter:" + with.center +
           "\nother:" + with.other + "\nscaled:" + with.scaled + "\nbins:" + with.bins +
           "\nradius:" + with.radius + (with.heatmap.empty() ? "" : "\n" + with.heatmap);
  }
  void measure(const With& with) { run("MeasureObjectIntensityDistribution", settings(with)); }
  double value(const std::string& feature, const std::string& end, int k = 0) const {
    return values("Nuclei", "RadialDistribution_" + feature + "_DNA_" + end).at(k);
  }
  /// One object in the middle of 5 x 5 pixels, of the brightness 1 but for its centre.
  void square() {
    std::vector<float> pixels(25, 1);
    std::vector<std::int32_t> labels(25, 0);
    for (int y = 1; y < 4; ++y)
      for (int x = 1; x < 4; ++x) labels[y * 5 + x] = 1;
    pixels[12] = 3;
    image("DNA", {5, 5}, pixels);
    objects("Nuclei", {5, 5}, labels);
  }
};
CEL_ON_EVERY_DEVICE(MeasureObjectIntensityDistribution);

// analytic: the centre is the inner ring, its neighbours at a distance of 1 and sqrt(2) are half way to the
// edge.
TEST_P(MeasureObjectIntensityDistribution, RingsOfASquare) {
  square();
  measure({});
  EXPECT_EQ(value("FracAtD", "1of2"), static_cast<double>(7.0f / 11.0f));
  EXPECT_EQ(value("FracAtD", "2of2"), static_cast<double>(4.0f / 11.0f));
  EXPECT_NEAR(value("MeanFrac", "2of2"), 4.0 / 11 / (4.0 / 9), 1e-7);
  EXPECT_EQ(value("RadialCV", "2of2"), 0);
  expect_declared_columns_are_measured();
}

// analytic: without scaling the corners lie beyond a radius of 1.2.
TEST_P(MeasureObjectIntensityDistribution, OverflowOfUnscaledBins) {
  square();
  measure({.scaled = "No", .bins = "2", .radius = "1"});
  EXPECT_EQ(value("FracAtD", "1of2"), static_cast<double>(3.0f / 11.0f));
  EXPECT_EQ(value("FracAtD", "2of2"), 0);
  EXPECT_EQ(value("FracAtD", "Overflow"), static_cast<double>(8.0f / 11.0f));
  expect_declared_columns_are_measured();
}

// analytic: from the edge of another object, without its own pixels; a wall of background leads around.
TEST_P(MeasureObjectIntensityDistribution, FromOtherObjects) {
  image("DNA", {1, 5}, {1, 1, 1, 1, 1});
  objects("Nuclei", {1, 5}, {1, 1, 1, 0, 2});
  objects("Other", {1, 5}, {1, 0, 0, 0, 0});
  measure({.center = "Edges of other objects", .other = "Other", .scaled = "No", .bins = "2", .radius = "4"});
  EXPECT_EQ(value("FracAtD", "1of2", 0), .5);
  EXPECT_EQ(value("FracAtD", "2of2", 0), .5);
  EXPECT_EQ(value("FracAtD", "Overflow", 1), 1);
  measure(
      {.center = "Centers of other objects", .other = "Other", .scaled = "No", .bins = "2", .radius = "4"});
  EXPECT_EQ(value("FracAtD", "1of2", 0), static_cast<double>(2.0f / 3.0f));
}

// edge: CellProfiler stops where there are no others.
TEST_P(MeasureObjectIntensityDistribution, WithoutOtherObjects) {
  square();
  objects("Other", {5, 5}, std::vector<std::int32_t>(25, 0));
  EXPECT_THROW(measure({.center = "Centers of other objects", .other = "Other"}), std::runtime_error);
}

// edge: one pixel is all inside and has no moments; black objects and numbers without pixels have no shares.
TEST_P(MeasureObjectIntensityDistribution, DegenerateObjects) {
  image("DNA", {1, 3}, {.5f, 0, 0});
  objects("Nuclei", {1, 3}, {1, 0, 3});
  measure({.zernike = "Magnitudes and phase"});
  EXPECT_EQ(value("FracAtD", "1of2", 0), 1);
  EXPECT_EQ(value("FracAtD", "2of2", 0), 0);
  EXPECT_EQ(value("RadialCV", "2of2", 0), 0);
  EXPECT_TRUE(std::isnan(value("ZernikeMagnitude", "0_0", 0)));
  EXPECT_TRUE(std::isnan(value("FracAtD", "1of2", 1)));
  EXPECT_EQ(value("RadialCV", "1of2", 1), 0);
  EXPECT_TRUE(std::isnan(value("FracAtD", "1of2", 2)));
  expect_declared_columns_are_measured();
}

// edge: where nothing of an object is visible its moments add up to 0, and have no mean.
TEST_P(MeasureObjectIntensityDistribution, HiddenObjects) {
  image("DNA", {1, 3}, {.5f, 0, .5f}, {0, 0, 1});
  objects("Nuclei", {1, 3}, {1, 0, 2});
  measure({.zernike = "Magnitudes and phase"});
  EXPECT_TRUE(std::isnan(value("ZernikeMagnitude", "0_0", 0)));
  EXPECT_EQ(value("ZernikePhase", "0_0", 0), 0);
  EXPECT_TRUE(std::isnan(value("ZernikePhase", "0_0", 1)));
}

// edge: no objects have no values, and a black heat map; a wholly masked image has no moments.
TEST_P(MeasureObjectIntensityDistribution, WithoutAnything) {
  image("DNA", {2, 2}, {1, 1, 1, 1}, {0, 0, 0, 0});
  objects("Nuclei", {2, 2}, {0, 0, 0, 0});
  const std::string heatmap = "i:DNA\no:Nuclei\nb:2\nm:Fraction at Distance\nc:Blues\ns:Yes\nn:Heat";
  measure({.zernike = "Magnitudes only", .scaled = "No", .heatmap = heatmap});
  EXPECT_TRUE(values("Nuclei", "RadialDistribution_FracAtD_DNA_Overflow").empty());
  EXPECT_EQ(pixels("Heat"), std::vector<float>(12, 0));
  objects("Nuclei", {2, 2}, {1, 1, 0, 0});
  measure({.zernike = "Magnitudes only"});
  EXPECT_TRUE(values("Nuclei", "RadialDistribution_ZernikeMagnitude_DNA_0_0").empty());
  EXPECT_EQ(value("FracAtD", "1of2"), 1);
}

// edge: NaN in an object stays there.
TEST_P(MeasureObjectIntensityDistribution, WithNaN) {
  image("DNA", {1, 3}, {NAN, 0, .5f});
  objects("Nuclei", {1, 3}, {1, 0, 2});
  const std::string heatmap = "i:DNA\no:Nuclei\nb:2\nm:Fraction at Distance\nc:Blues\ns:Yes\nn:Heat";
  measure({.heatmap = heatmap});
  EXPECT_TRUE(std::isnan(value("FracAtD", "1of2", 0)));
  EXPECT_EQ(value("FracAtD", "1of2", 1), 1);
  EXPECT_EQ(pixels("Heat"), std::vector<float>(9, 0));
}

// analytic: in gray a heat map holds the values; the object's rings have one each.
TEST_P(MeasureObjectIntensityDistribution, HeatMapsShowValues) {
  square();
  measure({.heatmap = "i:None\no:None\nb:\nm:Fraction at Distance\nc:gray\ns:Yes\nn:Heat"});
  const std::vector<float> heat = pixels("Heat");
  EXPECT_EQ(heat[12], 7.0f / 11.0f);
  EXPECT_EQ(heat[6], 4.0f / 11.0f);
  EXPECT_EQ(heat[0], 0);
  load("MeasureObjectIntensityDistribution",
       settings({.heatmap = "i:DNA\no:Nuclei\nb:2\nm:Radial CV\nc:mauve\ns:Yes\nn:Heat"}));
  EXPECT_NE(faults().find("'mauve': must be Default or a color map"), std::string::npos);
}

// analytic: each revision adds what was new.
TEST_P(MeasureObjectIntensityDistribution, OldRevisions) {
  square();
  objects("Other", {5, 5}, std::vector<std::int32_t>(25, 1));
  const std::string objects = "\no:Nuclei\nc:Other objects\nn:Other";
  run("MeasureObjectIntensityDistribution", "n:1\nn:1\nn:1\ni:DNA" + objects + "\nb:2", 1);
  const double share = value("FracAtD", "1of2");
  run("MeasureObjectIntensityDistribution", "n:1\nn:1\nn:1\ni:DNA" + objects + "\ns:Yes\nb:2\nr:100", 2);
  EXPECT_EQ(value("FracAtD", "1of2"), share);
  const std::string now = "\no:Nuclei\nc:Centers of other objects\nn:Other\ns:Yes\nb:2\nr:100";
  run("MeasureObjectIntensityDistribution", "n:1\nn:1\nn:1\nn:0\ni:DNA" + now, 4);
  EXPECT_EQ(value("FracAtD", "1of2"), share);
  run("MeasureObjectIntensityDistribution", "n:1\nn:1\nn:1\nn:0\nz:None\nd:9\ni:DNA" + now, 5);
  EXPECT_EQ(value("FracAtD", "1of2"), share);
}

}  // namespace
}  // namespace cellerate
