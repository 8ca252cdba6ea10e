// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <string>

#include "cuda/threshold/mixture_of_gaussians.hpp"
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

/// The settings of revision 9, which ended earlier in those before.
struct LegacyLines {
  std::string method = "Otsu Global", fraction = "0.01", dividing = "Shape", minimized = "Weighted variance",
              window_method = "Image size";
  std::string text(int revision) const {
    std::string lines =
        "in:DNA\nout:Nuclei\ndiameter:2,40\nsize:No\nmerge:No\nborder:No\nmethod:" + method +
        "\nfactor:1.1\nbounds:0.1,0.9\nfraction:" + fraction + "\nclumps:Shape\nlines:" + dividing +
        "\nsmoothing:10\nmaxima:3\nlow resolution:No\noutline:O\nholes:No\nautomatic:Yes\nautomatic:No\n"
        "manual:0.25\nbinary:None\noutlines:No\nlog:Yes\nlog threshold:0.5\nclasses:Three "
        "classes\nminimize:" +
        minimized + "\nmiddle:Background\nautomatic log:Yes\nlog diameter:5\nlimit:Continue\nmaximum:500";
    if (revision > 6) lines += "\nmeasurement:Level";
    if (revision > 8) lines += "\nwindow method:" + window_method + "\nwindow:20";
    return lines;
  }
};

// golden: what CellProfiler 2.2.0 and then 4.2.8 make of the settings of revisions 6 to 9.
TEST_P(IdentifyPrimaryObjects, LegacyRevisionsAreUpgraded) {
  image("DNA", {24, 24}, test::noise(24 * 24, 3));
  run("IdentifyPrimaryObjects",
      "in:DNA\nout:Nuclei\ndiameter:2,40\nsize:No\nborder:No\nclumps:Shape\nlines:Shape\nsmoothing:10\n"
      "maxima:3\nlow resolution:No\nholes:Never\nautomatic:Yes\nautomatic:No\nlimit:Continue\n"
      "maximum:500\nadvanced:Yes\nversion:12\nstrategy:Global\nmethod:Otsu\nscale:1.3488\nfactor:1.1\n"
      "bounds:0.1,0.9\nmanual:0.25\nmeasurement:None\nclasses:Three classes\nlog:Yes\nmiddle:Background\n"
      "window:50\nlower:0.05\nupper:0.05\naverage:Mean\nvariance:Standard deviation\ndeviations:2\n"
      "local:Otsu");
  const Labels expected = labels("Nuclei");
  const auto threshold = values("Image", "Threshold_FinalThreshold_Nuclei");
  EXPECT_GT(values("Image", "Count_Nuclei")[0], 3);
  for (const int revision : {6, 7, 8, 9}) {
    const LegacyLines old{.dividing = revision < 8 ? "Distance" : "Shape"};
    run("IdentifyPrimaryObjects", old.text(revision), revision);
    EXPECT_EQ(labels("Nuclei"), expected) << revision;
    EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Nuclei"), threshold) << revision;
  }
}

// analytic: a legacy threshold may be manual or measured; then nothing is smoothed or corrected.
TEST_P(IdentifyPrimaryObjects, LegacyManualAndMeasuredThresholds) {
  image("DNA", {1, 3}, {.3f, .2f, .6f});
  measurement("Image", "Level", {.5});
  run("IdentifyPrimaryObjects", LegacyLines{.method = "Manual"}.text(9), 9);
  EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Nuclei"), (std::vector<double>{.25}));
  run("IdentifyPrimaryObjects", LegacyLines{.method = "Measurement"}.text(7), 7);
  EXPECT_EQ(values("Image", "Threshold_OrigThreshold_Nuclei"), (std::vector<double>{.5}));
}

// analytic: a mixture of Gaussians takes its fraction of objects along, as a number or in percent.
TEST_P(IdentifyPrimaryObjects, LegacyMixtureOfGaussians) {
  const std::vector<float> pixels = test::noise(24 * 24, 3);
  image("DNA", {24, 24}, pixels);
  for (const char* fraction : {"0.3", "30%"}) {
    run("IdentifyPrimaryObjects", LegacyLines{.method = "MoG Global", .fraction = fraction}.text(6), 6);
    EXPECT_EQ(values("Image", "Threshold_OrigThreshold_Nuclei"),
              (std::vector<double>{kernel::mixture_of_gaussians({pixels.data(), 24 * 24}, .3)}));
  }
  load("IdentifyPrimaryObjects", LegacyLines{.method = "MoG Global", .fraction = "many"}.text(6), 6);
  EXPECT_EQ(faults(), "#1 IdentifyPrimaryObjects, \"Lower outlier fraction\": 'many': must be a number\n");
}

// edge: what today's threshold cannot do is a fault by the name that it had.
TEST_P(IdentifyPrimaryObjects, LegacyThresholdsThatAreGone) {
  const auto fault = [&](const LegacyLines& lines) {
    load("IdentifyPrimaryObjects", lines.text(9), 9);
    return faults();
  };
  image("DNA", {1, 1}, {0});
  EXPECT_NE(fault({.method = "MoG Adaptive"}).find("\"Thresholding method\": 'MoG'"), std::string::npos);
  EXPECT_NE(fault({.method = "Kapur Adaptive"}).find("\"Thresholding method\": 'Kapur'"), std::string::npos);
  EXPECT_NE(fault({.method = "Otsu PerObject"}).find("\"Threshold strategy\": 'Per object'"),
            std::string::npos);
  EXPECT_NE(fault({.method = "Binary image"}).find("\"Threshold strategy\": 'Binary image'"),
            std::string::npos);
  EXPECT_NE(fault({.minimized = "Entropy"}).find("'Three classes by entropy'"), std::string::npos);
  EXPECT_NE(fault({.method = "Otsu"}).find("'Otsu' does not say whether it is Global"), std::string::npos);
  EXPECT_EQ(fault({.method = "Otsu Adaptive"}), "");
}

// edge: revisions before those of CellProfiler 2.0, and settings that end too early.
TEST_P(IdentifyPrimaryObjects, OlderRevisionsAreRefused) {
  load("IdentifyPrimaryObjects", LegacyLines().text(6), 5);
  EXPECT_NE(faults().find("revision 5"), std::string::npos) << faults();
  for (const int revision : {6, 8, 9, 11}) {
    load("IdentifyPrimaryObjects", "in:DNA\nout:Nuclei", revision);
    EXPECT_NE(faults().find("too few settings"), std::string::npos) << revision << faults();
  }
}

// edge: outlier fractions that leave nothing are none of this module's business in CellProfiler; where the
// lower one cuts nothing off, all pixels count.
TEST_P(IdentifyPrimaryObjects, OutlierFractionsAreNotChecked) {
  image("DNA", {1, 4}, {0, 0, 0, 1});
  std::string text = Lines().text();
  for (const auto& [from, to] : {std::pair("method:Manual", "method:Robust Background"),
                                 {"lower:0.05", "lower:0"},
                                 {"upper:0.05", "upper:1"}})
    text.replace(text.find(from), std::string_view(from).size(), to);
  run("IdentifyPrimaryObjects", text);
  EXPECT_NEAR(values("Image", "Threshold_OrigThreshold_Nuclei")[0], .25 + 2 * std::sqrt(3) / 4, 1e-6);
}

}  // namespace
}  // namespace cellerate
