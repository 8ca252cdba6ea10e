// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureColocalization : public test::ModuleTest {
 protected:
  double of(const std::string& object, const std::string& feature) const {
    return values(object, "Correlation_" + feature).at(0);
  }
};
CEL_ON_EVERY_DEVICE(MeasureColocalization);

std::string settings(const std::string& where, const std::string& mode = "Faster") {
  return "a:DNA, RNA\nb:15.0\nc:" + where +
         "\nd:Nuclei\ne:Yes\nf:Yes\ng:Yes\nh:Yes\ni:Yes\nj:Yes\nMethod for Costes thresholding:" + mode;
}

const std::vector<float> kRising = {.125f, .25f, .375f, .5f};

// analytic: a channel and its double correlate in full and overlap in full.
TEST_P(MeasureColocalization, ProportionalChannelsColocalizeInFull) {
  image("DNA", {2, 2}, kRising);
  image("RNA", {2, 2}, {.25f, .5f, .75f, 1});
  objects("Nuclei", {2, 2}, {1, 1, 1, 1});
  run("MeasureColocalization", settings("Both"));
  EXPECT_NEAR(of("Image", "Slope_DNA_RNA"), 2, 1e-6);
  for (const char* object : {"Image", "Nuclei"}) {
    EXPECT_NEAR(of(object, "Correlation_DNA_RNA"), 1, 1e-12);
    EXPECT_NEAR(of(object, "Overlap_DNA_RNA"), 1, 1e-6);
    EXPECT_EQ(of(object, "K_DNA_RNA"), 2);
    EXPECT_EQ(of(object, "K_RNA_DNA"), .5);
    EXPECT_EQ(of(object, "Manders_DNA_RNA"), 1);
    EXPECT_EQ(of(object, "RWC_RNA_DNA"), 1);
  }
  expect_declared_columns_are_measured();
}

// analytic: channels that are bright in turn have nothing in common.
TEST_P(MeasureColocalization, ExclusiveChannelsDoNotOverlap) {
  image("DNA", {1, 4}, {1, 1, 0, 0});
  image("RNA", {1, 4}, {0, 0, 1, 1});
  objects("Nuclei", {1, 4}, {1, 1, 1, 1});
  run("MeasureColocalization", settings("Both"));
  EXPECT_NEAR(of("Image", "Correlation_DNA_RNA"), -1, 1e-12);
  EXPECT_EQ(of("Image", "Manders_DNA_RNA"), 0);
  EXPECT_EQ(of("Nuclei", "Manders_RNA_DNA"), 0);
  expect_declared_columns_are_measured();
}

// analytic: the larger image is cropped as the smaller one was; objects of the cropped one crop both.
TEST_P(MeasureColocalization, ImagesAreCroppedAlike) {
  image("DNA", {1, 6}, {.9f, .125f, .25f, .375f, .5f, .9f});
  image("RNA", {1, 4}, {.25f, .5f, .75f, 1});
  binary("Crop", {1, 6}, {0, 1, 1, 1, 1, 0});
  state().images.at("RNA").crop_mask = state().images.at("Crop").pixels;
  state().images.at("RNA").crop_shape = {1, 6};
  objects("Nuclei", {1, 4}, {1, 1, 1, 1});
  state().objects.at("Nuclei").parent_image = "RNA";
  run("MeasureColocalization", settings("Both"));
  for (const char* object : {"Image", "Nuclei"}) {
    EXPECT_NEAR(of(object, "Correlation_DNA_RNA"), 1, 1e-12);
    EXPECT_EQ(of(object, "K_DNA_RNA"), 2);
  }
  expect_declared_columns_are_measured();
}

// analytic: objects that were not made of an image lie at its upper left corner, and see no more than it has.
TEST_P(MeasureColocalization, ObjectsMayReachOverTheImages) {
  image("DNA", {2, 2}, kRising);
  image("RNA", {2, 2}, {.25f, .5f, .75f, 1});
  objects("Nuclei", {2, 3}, {1, 1, 2, 1, 1, 2});
  run("MeasureColocalization", settings("Both"));
  EXPECT_NEAR(of("Nuclei", "Correlation_DNA_RNA"), 1, 1e-12);
  EXPECT_EQ(of("Nuclei", "K_RNA_DNA"), .5);
  objects("Nuclei", {1, 1}, {1});
  run("MeasureColocalization", settings("Within objects"));
  EXPECT_EQ(of("Nuclei", "K_DNA_RNA"), 2);
}

// edge: nothing says how images of different sizes match.
TEST_P(MeasureColocalization, SizesThatDoNotMatchAreRefused) {
  image("DNA", {2, 2}, kRising);
  image("RNA", {1, 4}, kRising);
  objects("Nuclei", {2, 2}, {1, 1, 1, 1});
  EXPECT_THROW(run("MeasureColocalization", settings("Across entire image")), std::runtime_error);
}

// edge: without a pixel that both masks allow everything is NaN.
TEST_P(MeasureColocalization, NothingLeftIsNaN) {
  image("DNA", {2, 2}, kRising, {1, 1, 0, 0});
  image("RNA", {2, 2}, kRising, {0, 0, 1, 1});
  objects("Nuclei", {2, 2}, {1, 1, 2, 2});
  run("MeasureColocalization", settings("Both", "Accurate"));
  EXPECT_TRUE(std::isnan(of("Image", "Slope_DNA_RNA")));
  for (const double value : values("Nuclei", "Correlation_Costes_RNA_DNA")) EXPECT_TRUE(std::isnan(value));
  expect_declared_columns_are_measured();
}

// edge: without objects every column is there, and empty.
TEST_P(MeasureColocalization, NoObjectsGiveEmptyColumns) {
  image("DNA", {2, 2}, kRising);
  image("RNA", {2, 2}, kRising);
  objects("Nuclei", {2, 2}, {0, 0, 0, 0});
  run("MeasureColocalization", settings("Within objects"));
  EXPECT_TRUE(values("Nuclei", "Correlation_Manders_DNA_RNA").empty());
  expect_declared_columns_are_measured();
}

// invariant: objects have the same values whether or not the image is measured too.
TEST_P(MeasureColocalization, ObjectsDoNotDependOnTheImageBeingMeasured) {
  std::vector<float> dna(64), rna(64);
  for (int i = 0; i < 64; ++i) {
    dna[i] = static_cast<float>(i * 37 % 64) / 64;
    rna[i] = .5f * dna[i] + static_cast<float>(i * 11 % 16) / 64;
  }
  image("DNA", {8, 8}, dna);
  image("RNA", {8, 8}, rna);
  objects("Nuclei", {8, 8}, std::vector<std::int32_t>(64, 1));
  run("MeasureColocalization", settings("Both", "Fast"));
  const double costes = of("Nuclei", "Costes_DNA_RNA"), ranked = of("Nuclei", "RWC_DNA_RNA");
  run("MeasureColocalization", settings("Within objects", "Fast"));
  EXPECT_EQ(of("Nuclei", "Costes_DNA_RNA"), costes);
  EXPECT_EQ(of("Nuclei", "RWC_DNA_RNA"), ranked);
}

// edge: one image is no pair.
TEST_P(MeasureColocalization, OneImageIsAFault) {
  image("DNA", {1, 1}, {1});
  load("MeasureColocalization",
       "a:DNA\nb:15\nc:Across entire image\nd:\ne:Yes\nf:Yes\ng:Yes\nh:Yes\ni:Yes\nj:Yes\nk:Fast");
  EXPECT_EQ(faults(),
            "#1 MeasureColocalization, \"Select images to measure\": at least two images must be selected\n");
}

// analytic: older revisions, under the older name too.
TEST_P(MeasureColocalization, OldRevisionsAreUpgraded) {
  image("DNA", {2, 2}, kRising);
  image("RNA", {2, 2}, kRising);
  objects("Nuclei", {2, 2}, {1, 1, 1, 1});
  run("MeasureCorrelation", "a:2\nb:1\nc:DNA\nd:RNA\ne:Both\nf:Nuclei\ng:No\nh:Yes\ni:No\nj:No\nk:No\nl:No",
      2);
  EXPECT_NEAR(of("Nuclei", "Correlation_DNA_RNA"), 1, 1e-12);
  run("MeasureColocalization",
      "a:2\nb:1\nc:DNA\nd:RNA\ne:15.0\nf:Both\ng:Nuclei\nh:No\ni:Yes\nj:No\nk:No\nl:No\nm:No", 3);
  EXPECT_NEAR(of("Nuclei", "Correlation_DNA_RNA"), 1, 1e-12);
  expect_declared_columns_are_measured();
  run("MeasureCorrelation", "a:2\nb:1\nc:DNA\nd:RNA\ne:15.0\nf:Within objects\ng:Nuclei", 3);
  EXPECT_NEAR(of("Nuclei", "Correlation_DNA_RNA"), 1, 1e-12);
  EXPECT_NEAR(of("Nuclei", "Overlap_DNA_RNA"), 1, 1e-7);
}

}  // namespace
}  // namespace cellerate
