// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

class MeasureGranularity : public test::ModuleTest {
 protected:
  static std::string settings(const std::string& objects, const std::string& factor = "1",
                              const std::string& levels = "3", const std::string& radius = "5") {
    return std::string("images:DNA\nwants:") + (objects.empty() ? "No" : "Yes") + "\nobjects:" + objects +
           "\nfactor:" + factor + "\nbackground:1\nradius:" + radius + "\nlevels:" + levels;
  }
  double value(const std::string& object, int level, int k = 0) const {
    return values(object, "Granularity_" + std::to_string(level) + "_DNA").at(k);
  }
};
CEL_ON_EVERY_DEVICE(MeasureGranularity);

constexpr Shape2 kShape{16, 16};

/// A bright square of 5 x 5 pixels around (7, 7), and a bright pixel at (2, 12).
std::vector<float> square_and_pixel() {
  std::vector<float> pixels(kShape.size());
  for (int y = 5; y < 10; ++y)
    for (int x = 5; x < 10; ++x) pixels[y * 16 + x] = .5f;
  pixels[2 * 16 + 12] = .5f;
  return pixels;
}

// analytic: the pixel holds no cross, the square a diamond of radius 2 but none of 3.
TEST_P(MeasureGranularity, PartsGoWithTheDiamondsTheyHold) {
  image("DNA", kShape, square_and_pixel());
  std::vector<std::int32_t> labels(kShape.size(), 1);
  labels[2 * 16 + 12] = 2;
  objects("Nuclei", kShape, labels);
  run("MeasureGranularity", settings("Nuclei"));
  EXPECT_DOUBLE_EQ(value("Image", 1), 100.0 / 26);
  EXPECT_EQ(value("Image", 2), 0);
  EXPECT_DOUBLE_EQ(value("Image", 3), 2500.0 / 26);
  EXPECT_DOUBLE_EQ(value("Nuclei", 3, 0), 100);
  EXPECT_DOUBLE_EQ(value("Nuclei", 1, 1), 100);
  EXPECT_EQ(value("Nuclei", 3, 1), 0);
  expect_declared_columns_are_measured();
}

// analytic: what holds the disk is background, which counts for objects only.
TEST_P(MeasureGranularity, ConstantImagesAreBackground) {
  image("DNA", kShape, std::vector<float>(kShape.size(), .25f));
  objects("Nuclei", kShape, std::vector<std::int32_t>(kShape.size(), 1));
  run("MeasureGranularity", settings("Nuclei", "0.5"));
  EXPECT_EQ(value("Image", 1), 0);
  EXPECT_EQ(value("Nuclei", 1), 100);
  EXPECT_EQ(value("Nuclei", 2), 0);
}

// edge: nothing is lost of a black image; without objects there are no values; numbers without pixels have
// NaN.
TEST_P(MeasureGranularity, WithoutAnything) {
  image("DNA", kShape, std::vector<float>(kShape.size(), 0));
  std::vector<std::int32_t> labels(kShape.size(), 0);
  objects("Nuclei", kShape, labels);
  labels[5] = 2;
  objects("Cells", kShape, labels);
  run("MeasureGranularity", settings("Nuclei, Cells"));
  EXPECT_EQ(value("Image", 1), 0);
  EXPECT_TRUE(values("Nuclei", "Granularity_1_DNA").empty());
  EXPECT_TRUE(std::isnan(value("Cells", 1, 0)));
  EXPECT_EQ(value("Cells", 1, 1), 0);
}

// edge: a wholly masked image, and an image with NaN, have no spectrum.
TEST_P(MeasureGranularity, WithoutAMean) {
  objects("Nuclei", kShape, std::vector<std::int32_t>(kShape.size(), 1));
  std::vector<float> pixels = square_and_pixel();
  image("DNA", kShape, pixels, std::vector<std::uint8_t>(kShape.size(), 0));
  run("MeasureGranularity", settings("Nuclei", "0.5"));
  EXPECT_TRUE(std::isnan(value("Image", 1)));
  EXPECT_TRUE(std::isnan(value("Nuclei", 1)));
  pixels[40] = NAN;
  image("DNA", kShape, pixels);
  run("MeasureGranularity", settings("Nuclei"));
  EXPECT_TRUE(std::isnan(value("Image", 2)));
  EXPECT_TRUE(std::isnan(value("Nuclei", 2)));
}

// analytic: a binary image has the brightness 0 and 1.
TEST_P(MeasureGranularity, OfBinaryImages) {
  std::vector<std::uint8_t> bright;
  for (const float v : square_and_pixel()) bright.push_back(v > 0);
  binary("DNA", kShape, bright);
  run("MeasureGranularity", settings(""));
  EXPECT_DOUBLE_EQ(value("Image", 1), 100.0 / 26);
}

// edge: CellProfiler divides by a side minus one, and wants one size.
TEST_P(MeasureGranularity, Refuses) {
  objects("Nuclei", {1, 1}, {1});
  image("DNA", {1, 1}, {.5f});
  EXPECT_THROW(run("MeasureGranularity", settings("")), std::runtime_error);
  image("DNA", {2, 2}, {.5f, 0, 0, 0});
  EXPECT_THROW(run("MeasureGranularity", settings("Nuclei")), std::runtime_error);
}

// analytic: images and objects had settings of their own; the first ones count.
TEST_P(MeasureGranularity, OldRevisions) {
  image("DNA", kShape, square_and_pixel());
  image("RNA", kShape, square_and_pixel());
  objects("Nuclei", kShape, std::vector<std::int32_t>(kShape.size(), 1));
  run("MeasureGranularity", "n:2\no:1\ni:DNA\ns:1\nb:1\nr:5\nl:3\no:Nuclei\no:0\ni:RNA\ns:0.5\nb:1\nr:2\nl:9",
      3);
  EXPECT_DOUBLE_EQ(value("Image", 3), 2500.0 / 26);
  EXPECT_DOUBLE_EQ(values("Image", "Granularity_3_RNA").at(0), 2500.0 / 26);
  EXPECT_EQ(values("Nuclei", "Granularity_3_RNA").size(), 1u);
  run("MeasureImageGranularity", "i:DNA\ns:1\nb:1\nr:5\nl:3", 2);
  EXPECT_DOUBLE_EQ(value("Image", 3), 2500.0 / 26);
}

}  // namespace
}  // namespace cellerate
