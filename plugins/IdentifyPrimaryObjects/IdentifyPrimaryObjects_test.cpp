// SPDX-License-Identifier: BSD-3-Clause
#include <string>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

/// Setting lines with a manual threshold of 0.5 and no smoothing.
struct Lines {
  std::string diameter = "1,10", by_size = "No", at_border = "No", clumps = "None", dividing = "Intensity",
              holes = "Never";
  std::string suppression = "1", limit = "Continue", maximum = "2", advanced = "Yes";
  std::string strategy = "Global";

  std::string text() const {
    return "in:DNA\nout:Nuclei\ndiameter:" + diameter + "\nsize:" + by_size + "\nborder:" + at_border +
           "\nclumps:" + clumps + "\nlines:" + dividing + "\nsmoothing:0\nmaxima:" + suppression +
           "\nlow resolution:No\nholes:" + holes + "\nautomatic:No\nautomatic:No\nlimit:" + limit +
           "\nmaximum:" + maximum + "\nadvanced:" + advanced + "\n" + threshold();
  }
  std::string threshold() const {
    return "version:12\nstrategy:" + strategy +
           "\nmethod:Manual\nscale:0\nfactor:1\nbounds:0,1\nmanual:0."
           "5\nmeasurement:None\n"
           "classes:Two classes\nlog:No\nmiddle:Foreground\nwindow:50\nlower:0.05\nupper:0.05\naverage:Mean\n"
           "variance:Standard deviation\ndeviations:2\nlocal:Otsu";
  }
};

class IdentifyPrimaryObjects : public test::ModuleTest {
 protected:
  Labels found(const Lines& lines) {
    run("IdentifyPrimaryObjects", lines.text());
    return labels("Nuclei");
  }
};
CEL_ON_EVERY_DEVICE(IdentifyPrimaryObjects);

// analytic: components across corners, numbered in raster order, with their centres.
TEST_P(IdentifyPrimaryObjects, LabelsComponents) {
  image("DNA", {3, 5}, {0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1});
  EXPECT_EQ(found({}), (Labels{0, 1, 0, 0, 2, 1, 0, 0, 0, 2, 0, 0, 0, 0, 2}));
  EXPECT_EQ(values("Nuclei", "Location_Center_X"), (std::vector<double>{.5, 4}));
  EXPECT_EQ(values("Nuclei", "Location_Center_Y"), (std::vector<double>{.5, 1}));
  EXPECT_EQ(values("Image", "Count_Nuclei"), (std::vector<double>{2}));
  expect_declared_columns_are_measured();
}

// analytic: objects at the border go; where there is none, those at the border of the mask.
TEST_P(IdentifyPrimaryObjects, DiscardsAtBorderOrElseAtMask) {
  const Lines lines{.at_border = "Yes"};
  image("DNA", {4, 4}, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0});
  EXPECT_EQ(found(lines)[10], 1);
  EXPECT_EQ(values("Image", "Count_Nuclei"), (std::vector<double>{1}));
  image("DNA", {4, 4}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0});
  found(lines);
  EXPECT_EQ(values("Image", "Count_Nuclei"), (std::vector<double>{0}));
}

// analytic: small objects are in the labels before discarding only, large ones also in those without small
// ones.
TEST_P(IdentifyPrimaryObjects, DiscardsBySize) {
  image("DNA", {2, 8}, {1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1});
  EXPECT_EQ(found({.diameter = "2,2", .by_size = "Yes"}), Labels(16, 0));  // areas 1, 4, 6; the disk has 3.14
  EXPECT_EQ(found({.diameter = "2,3", .by_size = "Yes"}),
            (Labels{0, 0, 1, 1, 0, 2, 2, 2, 0, 0, 1, 1, 0, 2, 2, 2}));
  run("IdentifyPrimaryObjects", Lines{.diameter = "2,2", .by_size = "Yes"}.text());
  const StoredObjects& nuclei = state().objects.at("Nuclei");
  const auto plane = [&](const SharedMemory& memory) {
    return download(queue(), static_cast<const std::int32_t*>(memory.get()), 16);
  };
  EXPECT_EQ(plane(nuclei.unedited), (Labels{1, 0, 2, 2, 0, 3, 3, 3, 0, 0, 2, 2, 0, 3, 3, 3}));
  EXPECT_EQ(plane(nuclei.small_removed), (Labels{0, 0, 2, 2, 0, 3, 3, 3, 0, 0, 2, 2, 0, 3, 3, 3}));
}

// analytic: a clump with two maxima is parted at the valley, by each way of drawing the line.
TEST_P(IdentifyPrimaryObjects, DeclumpsByIntensity) {
  image("DNA", {1, 5}, {.7f, .9f, .6f, .8f, .7f});
  for (const char* dividing : {"Intensity", "Propagate"})
    EXPECT_EQ(found({.clumps = "Intensity", .dividing = dividing}), (Labels{1, 1, 1, 2, 2})) << dividing;
}

// analytic: by shape, two squares joined by a bridge are two objects.
TEST_P(IdentifyPrimaryObjects, DeclumpsByShape) {
  const Shape2 shape{7, 15};
  std::vector<float> pixels(shape.size(), 0);
  for (int y = 1; y < 6; ++y)
    for (int x = 1; x < 14; ++x) pixels[y * 15 + x] = x < 6 || x > 8 || y == 3;
  image("DNA", shape, pixels);
  const Labels labels = found({.clumps = "Shape", .dividing = "Shape", .suppression = "5"});
  EXPECT_EQ(values("Image", "Count_Nuclei"), (std::vector<double>{2}));
  EXPECT_NE(labels[3 * 15 + 3], labels[3 * 15 + 11]);
}

// analytic: after declumping holes of any size are filled; never keeps them.
TEST_P(IdentifyPrimaryObjects, FillsHoles) {
  image("DNA", {3, 3}, {1, 1, 1, 1, 0, 1, 1, 1, 1});
  EXPECT_EQ(found({.holes = "Never"})[4], 0);
  EXPECT_EQ(found({.holes = "After declumping only"})[4], 1);
  EXPECT_EQ(found({.holes = "After both thresholding and declumping"})[4], 1);
}

// analytic: too many objects are erased if so wanted.
TEST_P(IdentifyPrimaryObjects, ErasesExcessiveObjects) {
  image("DNA", {1, 5}, {1, 0, 1, 0, 1});
  EXPECT_EQ(found({.limit = "Erase", .maximum = "2"}), Labels(5, 0));
  EXPECT_EQ(found({.limit = "Erase", .maximum = "3"}), (Labels{1, 0, 2, 0, 3}));
}

// edge: without foreground every column is there, and empty.
TEST_P(IdentifyPrimaryObjects, NoObjects) {
  image("DNA", {2, 2}, {0, 0, 0, 0});
  for (const char* clumps : {"None", "Intensity", "Shape"})
    EXPECT_EQ(
        found(
            {.diameter = "2,8", .by_size = "Yes", .at_border = "Yes", .clumps = clumps, .dividing = "Shape"}),
        Labels(4, 0));
  EXPECT_TRUE(values("Nuclei", "Location_Center_X").empty());
  expect_declared_columns_are_measured();
}

// golden: without advanced settings the strategy does not count, but CellProfiler makes an empty column for
// it.
TEST_P(IdentifyPrimaryObjects, HasEmptyGuideThresholdWithoutAdvancedSettings) {
  image("DNA", {2, 4}, {0, .25f, .5f, 1, 0, .25f, .5f, 1});
  const Lines lines{.advanced = "No", .strategy = "Adaptive"};
  found(lines);
  EXPECT_EQ(values("Image", "Threshold_GuideThreshold_Nuclei"), (std::vector<double>{}));
  expect_declared_columns_are_measured();
}

// edge: without advanced settings bad values in hidden lines do not matter.
TEST_P(IdentifyPrimaryObjects, HiddenSettingsAreNotChecked) {
  image("DNA", {1, 1}, {0});
  load("IdentifyPrimaryObjects", Lines{.clumps = "Wrong", .advanced = "No"}.text());
  EXPECT_EQ(faults(), "");
  load("IdentifyPrimaryObjects", Lines{.clumps = "Wrong"}.text());
  EXPECT_NE(faults(), "");
}

// golden: what CellProfiler 4.2.8 makes of the settings of revision 10 with version 1 of the threshold
// settings inside.
TEST_P(IdentifyPrimaryObjects, Revision10IsUpgraded) {
  image("DNA", {3, 3}, {1, 1, 1, 1, 0, 1, 1, 1, 1});
  run("IdentifyPrimaryObjects",
      "in:DNA\nout:Nuclei\ndiameter:1,10\nsize:No\nmerge:No\nborder:No\nclumps:None\nlines:None\nsmoothing:"
      "10\nmaxima:7\n"
      "low resolution:No\noutline:O\nholes:Yes\nautomatic:Yes\nautomatic:Yes\noutlines:No\nlog:Yes\nlog "
      "threshold:0.5\n"
      "automatic log:Yes\nlog "
      "diameter:5\nlimit:Continue\nmaximum:500\nversion:1\nstrategy:Manual\nmethod:Otsu\n"
      "smoothing:No "
      "smoothing\nscale:1\nfactor:1\nbounds:0,1\nfraction:0.01\nmanual:0.5\nmeasurement:None\nbinary:None\n"
      "objects:None\nclasses:Two classes\nminimize:Weighted variance\nmiddle:Foreground\nwindow method:Image "
      "size\nwindow:10",
      10);
  EXPECT_EQ(labels("Nuclei"), Labels(9, 1));
}

}  // namespace
}  // namespace cellerate
