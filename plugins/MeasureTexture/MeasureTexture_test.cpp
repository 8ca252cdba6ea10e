// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureTexture : public test::ModuleTest {
 protected:
  /// Columns of grey levels 51 and 102, in turn.
  void stripes(Shape2 shape) {
    std::vector<float> pixels(shape.size());
    for (std::int64_t i = 0; i < shape.size(); ++i) pixels[i] = i % shape.width % 2 ? .4f : .2f;
    image("DNA", shape, pixels);
  }
  double texture(const std::string& object, const std::string& feature, const std::string& end) const {
    return values(object, "Texture_" + feature + "_DNA_" + end).at(0);
  }
};
CEL_ON_EVERY_DEVICE(MeasureTexture);

std::string settings(const std::string& where, const std::string& scales, const std::string& levels = "256") {
  std::string lines = "images:DNA\nobjects:Nuclei\nlevels:" + levels +
                      "\nHidden:" + std::to_string(std::count(scales.begin(), scales.end(), ' ') + 1) +
                      "\nwhere:" + where;
  for (std::size_t begin = 0; begin < scales.size();) {
    const std::size_t end = std::min(scales.find(' ', begin), scales.size());
    lines += "\nscale:" + scales.substr(begin, end - begin);
    begin = end + 1;
  }
  return lines;
}

// analytic: stripes differ by their step along rows at odd scales and not at all along columns.
TEST_P(MeasureTexture, StripesHaveTheContrastOfTheirStepSquared) {
  stripes({6, 6});
  objects("Nuclei", {6, 6}, std::vector<std::int32_t>(36, 1));
  run("MeasureTexture", settings("Both", "1 2"));
  for (const char* object : {"Image", "Nuclei"}) {
    EXPECT_EQ(texture(object, "Contrast", "1_00_256"), 51 * 51);
    EXPECT_EQ(texture(object, "Contrast", "1_02_256"), 0);
    EXPECT_EQ(texture(object, "Contrast", "2_00_256"), 0);
    EXPECT_EQ(texture(object, "Correlation", "1_00_256"), -1);
    EXPECT_NEAR(texture(object, "Entropy", "1_02_256"), 1, 1e-12);
  }
  expect_declared_columns_are_measured();
}

// analytic: fewer levels make smaller steps, and are part of the names.
TEST_P(MeasureTexture, LevelsSpreadOverTheWholeRange) {
  stripes({4, 4});
  objects("Nuclei", {4, 4}, std::vector<std::int32_t>(16, 1));
  run("MeasureTexture", settings("Objects", "1", "6"));
  EXPECT_EQ(texture("Nuclei", "SumAverage", "1_00_6"), 3);
  expect_declared_columns_are_measured();
}

// edge: an object of one row has no pairs along columns, and then no texture at all.
TEST_P(MeasureTexture, ObjectLackingOneDirectionHasZeros) {
  stripes({4, 4});
  objects("Nuclei", {4, 4}, {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  run("MeasureTexture", settings("Objects", "1"));
  EXPECT_EQ(texture("Nuclei", "Contrast", "1_00_256"), 0);
}

// edge: a number without pixels has no value; no objects have none.
TEST_P(MeasureTexture, MissingNumbersAreLeftOut) {
  stripes({4, 4});
  objects("Nuclei", {4, 4}, {0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2});
  run("MeasureTexture", settings("Objects", "1"));
  EXPECT_EQ(values("Nuclei", "Texture_Contrast_DNA_1_00_256"), (std::vector<double>{51 * 51}));
  objects("Nuclei", {4, 4}, std::vector<std::int32_t>(16, 0));
  run("MeasureTexture", settings("Objects", "1"));
  EXPECT_TRUE(values("Nuclei", "Texture_Contrast_DNA_1_00_256").empty());
  expect_declared_columns_are_measured();
}

// golden (CellProfiler 4.2.8): the mask counts for objects, and for the image from the second scale on.
TEST_P(MeasureTexture, MaskHidesPixelsOnceObjectsWereMeasured) {
  image("DNA", {3, 3}, std::vector<float>(9, .2f), {1, 1, 1, 1, 1, 1, 0, 1, 1});
  objects("Nuclei", {3, 3}, std::vector<std::int32_t>(9, 1));
  run("MeasureTexture", settings("Both", "1 2"));
  EXPECT_EQ(texture("Image", "AngularSecondMoment", "1_00_256"), 1);
  EXPECT_EQ(texture("Image", "Contrast", "2_03_256"), 51 * 51);
  EXPECT_EQ(texture("Nuclei", "AngularSecondMoment", "1_00_256"), 1);
  EXPECT_EQ(pixels("DNA"), (std::vector<float>{.2f, .2f, .2f, .2f, .2f, .2f, 0, .2f, .2f}))
      << "for later modules";
  EXPECT_TRUE(state().images.at("DNA").mask);
}

// analytic: where no objects are measured, or the image is binary, it stays as it is.
TEST_P(MeasureTexture, OtherwiseTheImageStaysAsItIs) {
  const std::vector<float> all(4, .2f);
  image("DNA", {2, 2}, all, {1, 1, 1, 0});
  objects("Nuclei", {2, 2}, {1, 1, 1, 1});
  run("MeasureTexture", settings("Images", "1"));
  EXPECT_EQ(pixels("DNA"), all);
  objects("Nuclei", {2, 2}, {0, 0, 0, 0});
  run("MeasureTexture", settings("Both", "1"));
  EXPECT_EQ(pixels("DNA"), all);
}

// analytic: what objects have beyond the image is background; a larger image is refused.
TEST_P(MeasureTexture, ObjectsMayReachOverTheImage) {
  stripes({4, 4});
  objects("Nuclei", {4, 6}, std::vector<std::int32_t>(24, 1));
  run("MeasureTexture", settings("Both", "1"));
  for (const char* feature : {"Contrast", "Correlation", "Entropy"})
    for (const char* end : {"1_00_256", "1_02_256"})
      EXPECT_EQ(texture("Nuclei", feature, end), texture("Image", feature, end)) << feature << end;
  objects("Nuclei", {4, 3}, std::vector<std::int32_t>(12, 1));
  try {
    run("MeasureTexture", settings("Objects", "1"));
    ADD_FAILURE() << "a larger image was measured";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "image 'DNA' is larger than objects 'Nuclei'");
  }
}

// edge: what CellProfiler refuses is refused by name.
TEST_P(MeasureTexture, IntensitiesAboveOneAreRefused) {
  image("DNA", {2, 2}, {0, 0, 0, 1.5f});
  objects("Nuclei", {2, 2}, {1, 1, 1, 1});
  EXPECT_THROW(run("MeasureTexture", settings("Images", "1")), std::runtime_error);
}

// edge: repeated names and scales are faults at load.
TEST_P(MeasureTexture, RepetitionIsAFault) {
  stripes({2, 2});
  objects("Nuclei", {2, 2}, {1, 1, 1, 1});
  load("MeasureTexture", settings("Images", "3 3"));
  EXPECT_EQ(faults(), "#1 MeasureTexture, \"Texture scale to measure\": 3 is given twice\n");
}

// analytic: revisions 1 to 6 become lists with their scales.
TEST_P(MeasureTexture, OldRevisionsAreUpgraded) {
  stripes({6, 6});
  objects("Nuclei", {6, 6}, std::vector<std::int32_t>(36, 1));
  const std::pair<int, const char*> files[] = {
      {1, "a:1\nb:2\nc:2\nd:DNA\ne:Nuclei\nf:None\ng:1\nh:2\ni:4"},
      {2, "a:1\nb:1\nc:2\nd:DNA\ne:Nuclei\nf:1\ng:2\nh:Yes\ni:4"},
      {3, "a:1\nb:1\nc:2\nd:DNA\ne:Nuclei\nf:1\ng:Horizontal\nh:2\ni:Vertical\nj:No\nk:4"},
      {4, "a:1\nb:1\nc:2\nd:DNA\ne:Nuclei\nf:1\ng:Horizontal\nh:2\ni:Vertical\nj:No\nk:4\nl:Objects"},
      {5, "a:1\nb:1\nc:2\nd:DNA\ne:Nuclei\nf:1\ng:2\nh:Objects"},
      {6, "a:DNA\nb:Nuclei\nc:2\nd:Objects\ne:1\nf:2"}};
  for (const auto& [revision, lines] : files) {
    run("MeasureTexture", lines, revision);
    EXPECT_EQ(texture("Nuclei", "Contrast", "1_00_256"), 51 * 51) << revision;
  }
}

}  // namespace
}  // namespace cellerate
