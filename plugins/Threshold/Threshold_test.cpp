// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <string>

#include "cuda/threshold/classic.hpp"
#include "cuda/threshold/mixture_of_gaussians.hpp"
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

/// The setting lines of a Threshold module with some of them replaced.
std::string lines(const std::string& strategy, const std::string& method, const std::string& manual = "0.0",
                  const std::string& smoothing = "0.0", const std::string& window = "50",
                  const std::string& local = "Otsu") {
  return "in:DNA\nout:Binary\nThreshold strategy:" + strategy + "\nThresholding method:" + method +
         "\nThreshold smoothing scale:" + smoothing +
         "\nThreshold correction factor:2.0\nLower and upper bounds on threshold:0.0,0.75\nManual "
         "threshold:" +
         manual +
         "\nSelect the measurement to threshold with:Math_Level\nclasses:Two "
         "classes\nlog:No\nmiddle:Foreground\nwindow:" +
         window +
         "\nlower:0.05\nupper:0.05\naverage:Mean\nvariance:Standard deviation\ndeviations:2.0\nThresholding "
         "method:" +
         local;
}

class Threshold : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(Threshold);

// analytic: a manual threshold is compared as it is, the pixel that equals it is foreground, masked pixels
// are not.
TEST_P(Threshold, ManualThresholdIsNotCorrected) {
  image("DNA", {1, 4}, {.25f, .5f, .75f, 1}, {1, 1, 1, 0});
  run("Threshold", lines("Global", "Manual", "0.5"));
  EXPECT_EQ(bits("Binary"), (std::vector<std::uint8_t>{0, 1, 1, 0}));
  EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Binary"), (std::vector<double>{.5}));
  EXPECT_EQ(values("Image", "Threshold_OrigThreshold_Binary"), (std::vector<double>{.5}));
  expect_declared_columns_are_measured();
}

// analytic: binary images are gray ones of double precision: mean and two standard deviations of 0, 0 and 1.
TEST_P(Threshold, BinaryImagesHaveDoublePrecision) {
  binary("DNA", {1, 3}, {0, 0, 1});
  run("Threshold", lines("Global", "Robust Background"));
  ASSERT_EQ(values("Image", "Threshold_OrigThreshold_Binary").size(), 1u);
  EXPECT_DOUBLE_EQ(values("Image", "Threshold_OrigThreshold_Binary")[0], 1.0 / 3 + 2 * std::sqrt(2.0 / 9));
}

// analytic: a measured threshold is multiplied with the correction factor and kept within the bounds.
TEST_P(Threshold, MeasuredThresholdIsCorrected) {
  image("DNA", {1, 4}, {.25f, .5f, .75f, 1});
  measurement("Image", "Math_Level", {.25});
  run("Threshold", lines("Global", "Measurement"));
  EXPECT_EQ(bits("Binary"), (std::vector<std::uint8_t>{0, 1, 1, 1}));
  measurement("Image", "Math_Level", {.5});
  run("Threshold", lines("Global", "Measurement"));
  EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Binary"), (std::vector<double>{.75}));
}

// analytic: pixels that are all the same have their value as threshold; nothing but masked pixels has 0.
TEST_P(Threshold, FlatAndMaskedImages) {
  image("DNA", {2, 2}, {.25f, .25f, .25f, .25f});
  run("Threshold", lines("Global", "Otsu"));
  EXPECT_EQ(values("Image", "Threshold_OrigThreshold_Binary"), (std::vector<double>{.25}));
  image("DNA", {1, 2}, {.25f, .5f}, {0, 0});
  run("Threshold", lines("Global", "Minimum Cross-Entropy"));
  EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Binary"), (std::vector<double>{0}));
  EXPECT_EQ(bits("Binary"), (std::vector<std::uint8_t>{0, 0}));
}

// analytic: the methods of CellProfiler 2, which are corrected like all others.
TEST_P(Threshold, ClassicMethods) {
  const std::vector<float> pixels = test::noise(400, 1);
  image("DNA", {20, 20}, pixels);
  const View1<const float> all{pixels.data(), 400};
  const std::pair<const char*, double> expected[] = {{"MoG", kernel::mixture_of_gaussians(all, .05)},
                                                     {"RidlerCalvard", kernel::ridler_calvard(all)},
                                                     {"Kapur", kernel::kapur(queue(), all)}};
  for (const auto& [method, threshold] : expected) {
    run("Threshold", lines("Global", method));
    EXPECT_EQ(values("Image", "Threshold_OrigThreshold_Binary"), (std::vector<double>{threshold})) << method;
    EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Binary"),
              (std::vector<double>{std::min(2 * threshold, .75)}))
        << method;
  }
  load("Threshold", lines("Adaptive", "Otsu", "0.0", "0.0", "5", "MoG"));
  EXPECT_NE(faults().find("'MoG': must be one of"), std::string::npos) << faults();
}

// edge: binary images, whose thresholds are found in double precision otherwise.
TEST_P(Threshold, ClassicMethodsOfBinaryImages) {
  std::vector<std::uint8_t> pixels(64);
  for (int i = 0; i < 64; i += 3) pixels[i] = 1;
  binary("DNA", {8, 8}, pixels);
  const std::vector<float> floats(pixels.begin(), pixels.end());
  run("Threshold", lines("Global", "RidlerCalvard"));
  EXPECT_EQ(values("Image", "Threshold_OrigThreshold_Binary"),
            (std::vector<double>{kernel::ridler_calvard({floats.data(), 64})}));
}

// edge: a window that does not fit twice into the image is refused; the guide is measured with a surface
// only.
TEST_P(Threshold, AdaptiveWindow) {
  image("DNA", {8, 8}, test::noise(64, 1));
  EXPECT_THROW(run("Threshold", lines("Adaptive", "Otsu", "0.0", "0.0", "5")), std::runtime_error);
  run("Threshold", lines("Adaptive", "Otsu", "0.0", "0.0", "4"));
  EXPECT_EQ(values("Image", "Threshold_GuideThreshold_Binary").size(), 1u);
  expect_declared_columns_are_measured();
}

// analytic: of an image whose rows are all alike CellProfiler takes the image itself for the surface, within
// the bounds that the guide sets.
TEST_P(Threshold, AdaptiveOfAlikeRowsIsTheImage) {
  image("DNA", {2, 2}, {.25f, .25f, .25f, .25f});
  for (const char* method : {"Otsu", "Sauvola"}) {
    run("Threshold", lines("Adaptive", "Otsu", "0.0", "0.0", "1", method));
    EXPECT_EQ(values("Image", "Threshold_OrigThreshold_Binary"), (std::vector<double>{.25})) << method;
    EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Binary"), (std::vector<double>{.5})) << method;
  }
}

// edge: the method of the other strategy is not looked at; that of the chosen one is.
TEST_P(Threshold, HiddenMethodIsIgnored) {
  image("DNA", {1, 2}, {0, 1});
  load("Threshold", lines("Global", "Otsu", "0.0", "0.0", "50", "Default"));
  EXPECT_EQ(faults(), "");
  load("Threshold", lines("Global", "Default"));
  EXPECT_NE(faults().find("'Default': must be one of 'Minimum Cross-Entropy'"), std::string::npos)
      << faults();
}

// golden: what CellProfiler 4.2.8 makes of the settings of revision 7 with version 1 of the threshold
// settings inside (a manual threshold, and smoothing by a scale of its own).
TEST_P(Threshold, Revision7IsUpgraded) {
  image("DNA", {1, 3}, {.25f, .5f, .75f});
  run("Threshold",
      "in:DNA\nout:Binary\ntype:Binary (black and white)\nzero:Below "
      "threshold\nshift:No\ndilation:0.0\nversion:1\nstrategy:Manual\n"
      "method:Otsu\nsmoothing:No "
      "smoothing\nscale:1\nfactor:1\nbounds:0.000000,1.000000\nfraction:0.01\nmanual:0.5\n"
      "measurement:None\nbinary:None\nobjects:None\nclasses:Two classes\nminimize:Weighted "
      "variance\nmiddle:Foreground\n"
      "window method:Image size\nwindow:10",
      7);
  EXPECT_EQ(bits("Binary"), (std::vector<std::uint8_t>{0, 1, 1}));
}

/// The settings of ApplyThreshold of revision 6, which ended earlier in revision 5.
std::string legacy_lines(int revision, const std::string& type, const std::string& method,
                         const std::string& window_method = "Image size", const std::string& window = "10") {
  std::string text = "in:DNA\nout:Binary\ntype:" + type +
                     "\nzero:Below threshold\nshift:No\ndilation:0.0\nmethod:" + method +
                     "\nmanual:0.5\nbounds:0.1,0.9\nfactor:1.5\nfraction:0.01\nobjects:None\n"
                     "classes:Two classes\nminimize:Weighted variance\nmiddle:Foreground\nmeasurement:None";
  if (revision > 5) text += "\nwindow method:" + window_method + "\nwindow:" + window;
  return text;
}

// golden: what CellProfiler 2.2.0 and then 4.2.8 make of the settings of revisions 5 and 6.
TEST_P(Threshold, LegacyRevisionsAreUpgraded) {
  image("DNA", {8, 8}, test::noise(64, 1));
  const std::string today =
      "in:DNA\nout:Binary\nstrategy:Global\nmethod:Otsu\nsmoothing:0\nfactor:1.5\nbounds:0.1,0.9\n"
      "manual:0.5\nmeasurement:None\nclasses:Two classes\nlog:No\nmiddle:Foreground\nwindow:50\nlower:0.05\n"
      "upper:0.05\naverage:Mean\nvariance:Standard deviation\ndeviations:2\nmethod:Otsu";
  run("Threshold", today);
  const auto expected = bits("Binary");
  const auto threshold = values("Image", "Threshold_FinalThreshold_Binary");
  for (const int revision : {5, 6}) {
    run("Threshold", legacy_lines(revision, "Binary (black and white)", "Otsu Global"), revision);
    EXPECT_EQ(bits("Binary"), expected) << revision;
    EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Binary"), threshold) << revision;
    run("Threshold", legacy_lines(revision, "Binary (black and white)", "Manual"), revision);
    EXPECT_EQ(values("Image", "Threshold_FinalThreshold_Binary"), (std::vector<double>{.5})) << revision;
  }
}

// analytic: a window that follows the size of the image is a tenth of each side, and at least 50 pixels.
TEST_P(Threshold, LegacyWindows) {
  const auto surface_mean = [&](const std::string& window_method, const std::string& window) {
    run("Threshold", legacy_lines(6, "Binary (black and white)", "Otsu Adaptive", window_method, window), 6);
    return values("Image", "Threshold_OrigThreshold_Binary")[0];
  };
  image("DNA", {120, 110}, test::noise(120 * 110, 1));
  EXPECT_EQ(surface_mean("Image size", "10"), surface_mean("Custom", "50"));
  image("DNA", {600, 610}, test::noise(600 * 610, 1));
  EXPECT_EQ(surface_mean("Image size", "10"), surface_mean("Custom", "60"));
  image("DNA", {99, 600}, test::noise(99 * 600, 1));
  EXPECT_THROW(surface_mean("Image size", "10"), std::runtime_error);
}

// edge: settings of which today's module can make nothing are a fault.
TEST_P(Threshold, OldSettingsAreRefused) {
  load("Threshold", legacy_lines(5, "Grayscale", "Otsu Global"), 5);
  EXPECT_NE(faults().find("'Grayscale': only binary images are made"), std::string::npos) << faults();
  load("Threshold", "in:DNA\nout:Binary", 5);
  EXPECT_NE(faults().find("too few threshold settings"), std::string::npos) << faults();
  load("Threshold", legacy_lines(5, "Grayscale", "Otsu Global"), 4);
  EXPECT_NE(faults().find("revision 4"), std::string::npos) << faults();
}

// edge: outlier fractions that leave nothing are a fault.
TEST_P(Threshold, OutlierFractionsLeaveSomething) {
  std::string text = lines("Global", "Robust Background");
  text.replace(text.find("upper:0.05"), 10, "upper:0.95");
  load("Threshold", text);
  EXPECT_NE(faults().find("less than 1 together"), std::string::npos) << faults();
}

}  // namespace
}  // namespace cellerate
