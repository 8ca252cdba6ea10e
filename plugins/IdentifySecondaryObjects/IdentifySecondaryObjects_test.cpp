// SPDX-License-Identifier: BSD-3-Clause
#include <string>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

struct Lines {
  std::string method, distance = "1", at_border = "No", primaries = "No", holes = "No";
  std::string text() const {
    return "in:Nuclei\nout:Cells\nmethod:" + method + "\nimage:Actin\ndistance:" + distance +
           "\nregularization:0.05\nborder:" + at_border + "\nprimaries:" + primaries +
           "\nname:Kept\nholes:" + holes +
           "\nversion:12\nstrategy:Global\nmethod:Manual\nscale:0\nfactor:1\nbounds:0,1\nmanual:0."
           "5\nmeasurement:None\n"
           "classes:Two classes\nlog:No\nmiddle:Foreground\nwindow:50\nlower:0.05\nupper:0.05\naverage:Mean\n"
           "variance:Standard deviation\ndeviations:2\nlocal:Otsu";
  }
};

class IdentifySecondaryObjects : public test::ModuleTest {
 protected:
  Labels grown(const Lines& lines) {
    run("IdentifySecondaryObjects", lines.text());
    return labels("Cells");
  }
};
CEL_ON_EVERY_DEVICE(IdentifySecondaryObjects);

// analytic: over the foreground every method but distance alone fills up to the valley between two nuclei.
TEST_P(IdentifySecondaryObjects, GrowsOverForeground) {
  image("Actin", {1, 8}, {.2f, .9f, .9f, .9f, .6f, .9f, .9f, .2f});
  objects("Nuclei", {1, 8}, {0, 1, 0, 0, 0, 0, 2, 0});
  const Labels propagated = grown({.method = "Propagation"});
  EXPECT_EQ(propagated[0], 0);
  EXPECT_EQ(propagated[3], 1);
  EXPECT_EQ(propagated[5], 2);
  const Labels flooded = grown({.method = "Watershed - Image"});
  EXPECT_EQ(flooded[3], 1);
  EXPECT_EQ(flooded[5], 2);
  EXPECT_EQ(grown({.method = "Watershed - Gradient"})[7], 0);
  EXPECT_EQ(values("Cells", "Parent_Nuclei"), (std::vector<double>{1, 2}));
  EXPECT_EQ(values("Nuclei", "Children_Cells_Count"), (std::vector<double>{1, 1}));
  expect_declared_columns_are_measured();
}

// analytic: distances, without and with the image.
TEST_P(IdentifySecondaryObjects, GrowsByDistance) {
  image("Actin", {1, 6}, {.2f, .9f, .9f, .9f, .9f, .2f});
  objects("Nuclei", {1, 6}, {0, 1, 0, 0, 0, 0});
  EXPECT_EQ(grown({.method = "Distance - N"}), (Labels{1, 1, 1, 0, 0, 0}));
  expect_declared_columns_are_measured();
  EXPECT_EQ(grown({.method = "Distance - B", .distance = "4"}), (Labels{0, 1, 1, 1, 0, 0}));
}

// analytic: objects at the border go, with their primaries, and the rest is numbered anew.
TEST_P(IdentifySecondaryObjects, DiscardsAtBorder) {
  image("Actin", {3, 7}, std::vector<float>(21, 0));
  objects("Nuclei", {3, 7}, {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(grown({.method = "Distance - N", .at_border = "Yes", .primaries = "Yes"}), Labels(21, 0));
  image("Actin", {5, 9}, std::vector<float>(45, 0));
  Labels nuclei(45, 0);
  nuclei[1 * 9 + 7] = 1;
  nuclei[2 * 9 + 3] = 2;
  objects("Nuclei", {5, 9}, nuclei);
  const Labels cells = grown({.method = "Distance - N", .at_border = "Yes", .primaries = "Yes"});
  EXPECT_EQ(cells[2 * 9 + 4], 1);
  EXPECT_EQ(cells[1 * 9 + 7], 0);
  EXPECT_EQ(labels("Kept")[2 * 9 + 3], 1);
  EXPECT_EQ(values("Kept", "Parent_Nuclei"), (std::vector<double>{2}));
  EXPECT_EQ(values("Cells", "Parent_Kept"), (std::vector<double>{1}));
  expect_declared_columns_are_measured();
}

// analytic: nothing grows over a primary object that was discarded at the border; its own secondary one is
// discarded.
TEST_P(IdentifySecondaryObjects, DiscardedBorderObjectsHoldTheirPlace) {
  image("Actin", {1, 5}, std::vector<float>(5, 0));
  objects("Nuclei", {1, 5}, {0, 0, 0, 1, 0});
  const auto unedited =
      std::make_shared<Buffer<std::int32_t>>(upload<std::int32_t>(queue(), {1, 0, 0, 2, 0}));
  state().objects.at("Nuclei").unedited = SharedMemory(unedited, unedited->data());
  EXPECT_EQ(grown({.method = "Distance - N", .distance = "5"}), (Labels{0, 0, 1, 1, 1}));
}

// analytic: holes of the background are filled.
TEST_P(IdentifySecondaryObjects, FillsHoles) {
  std::vector<float> ring(25, 1);
  ring[12] = 0;
  image("Actin", {5, 5}, ring);
  Labels nuclei(25, 0);
  nuclei[6] = 1;
  objects("Nuclei", {5, 5}, nuclei);
  EXPECT_EQ(grown({.method = "Propagation", .holes = "No"})[12], 0);
  EXPECT_EQ(grown({.method = "Propagation", .holes = "Yes"}), Labels(25, 1));
}

// edge: no objects; every column is there, and empty.
TEST_P(IdentifySecondaryObjects, NoObjects) {
  image("Actin", {2, 2}, {1, 1, 1, 1});
  objects("Nuclei", {2, 2}, Labels(4, 0));
  for (const char* method :
       {"Propagation", "Watershed - Gradient", "Watershed - Image", "Distance - N", "Distance - B"})
    EXPECT_EQ(grown({.method = method, .at_border = "Yes", .primaries = "Yes", .holes = "Yes"}), Labels(4, 0))
        << method;
  expect_declared_columns_are_measured();
}

// edge: image and objects of different size are refused by name.
TEST_P(IdentifySecondaryObjects, DifferentSizesAreRefused) {
  image("Actin", {1, 2}, {1, 1});
  objects("Nuclei", {1, 3}, {1, 0, 0});
  EXPECT_THROW(run("IdentifySecondaryObjects", Lines{.method = "Propagation"}.text()), std::runtime_error);
}

// edge: by distance alone no line of the threshold is looked at.
TEST_P(IdentifySecondaryObjects, HiddenThresholdIsNotChecked) {
  image("Actin", {1, 1}, {1});
  objects("Nuclei", {1, 1}, {1});
  load("IdentifySecondaryObjects", Lines{.method = "Distance - N"}.text() + "\nextra:1");
  std::string bad = Lines{.method = "Distance - N"}.text();
  bad.replace(bad.find("method:Manual"), 13, "method:MoG");
  load("IdentifySecondaryObjects", bad);
  EXPECT_EQ(faults(), "");
}

// golden: what CellProfiler 4.2.8 makes of the settings of revision 9, which had outlines, with version 9
// inside.
TEST_P(IdentifySecondaryObjects, Revision9IsUpgraded) {
  image("Actin", {1, 3}, {1, 1, 0});
  objects("Nuclei", {1, 3}, {1, 0, 0});
  run("IdentifySecondaryObjects",
      "in:Nuclei\nout:Cells\nmethod:Propagation\nimage:Actin\ndistance:10\nregularization:0.05\noutlines:"
      "Name\noutlines:No\n"
      "border:No\nprimaries:No\nname:Kept\noutlines:No\nname:Other\nholes:Yes\nversion:9\nstrategy:"
      "Manual\nmethod:Otsu\n"
      "scale:0\nfactor:1\nbounds:0.0,1.0\nmanual:0.5\nmeasurement:None\nclasses:Two "
      "classes\nmiddle:Foreground\nwindow:50\n"
      "lower:0.05\nupper:0.05\naverage:Mean\nvariance:Standard deviation\ndeviations:2",
      9);
  EXPECT_EQ(labels("Cells"), (Labels{1, 1, 0}));
}

/// The settings of revision 8, which ended earlier in those before.
std::string legacy_text(int revision, const std::string& method, const std::string& threshold = "Manual") {
  std::string lines =
      "in:Nuclei\nout:Cells\nmethod:" + method + "\nimage:Actin\nthreshold:" + threshold +
      "\nfactor:1\nbounds:0,1\nfraction:0.01\ndistance:1\nregularization:0.05\noutlines:O\nmanual:0.5\n"
      "binary:None\noutlines:No\nclasses:Two classes\nminimize:Weighted variance\nmiddle:Foreground\n"
      "border:Yes\nprimaries:Yes\nname:Kept\noutlines:No\nname:Other";
  if (revision > 4) lines += "\nmeasurement:None";
  if (revision > 6) lines += "\nholes:Yes";
  if (revision > 7) lines += "\nwindow method:Image size\nwindow:10";
  return lines;
}

// golden: what CellProfiler 2.2.0 and then 4.2.8 make of the settings of revisions 4 to 8.
TEST_P(IdentifySecondaryObjects, LegacyRevisionsAreUpgraded) {
  std::vector<float> actin(49, 0);
  for (const int at : {16, 17, 18, 23, 25, 30, 31, 32}) actin[at] = 1;  // a ring
  image("Actin", {7, 7}, actin);
  Labels nuclei(49, 0);
  nuclei[16] = 1;
  objects("Nuclei", {7, 7}, nuclei);
  const Labels expected =
      grown({.method = "Watershed - Gradient", .at_border = "Yes", .primaries = "Yes", .holes = "Yes"});
  EXPECT_EQ(expected[24], 1);
  for (const int revision : {4, 5, 6, 7, 8}) {
    const char* method = revision < 6 ? "Watershed" : "Watershed - Gradient";
    run("IdentifySecondaryObjects", legacy_text(revision, method), revision);
    EXPECT_EQ(labels("Cells"), expected) << revision;
    EXPECT_EQ(labels("Kept"), nuclei) << revision;
  }
}

// edge: by distance alone a threshold of every object does not count; otherwise it is a fault.
TEST_P(IdentifySecondaryObjects, LegacyThresholdThatIsGone) {
  image("Actin", {1, 1}, {1});
  objects("Nuclei", {1, 1}, {1});
  load("IdentifySecondaryObjects", legacy_text(7, "Distance - N", "Otsu PerObject"), 7);
  EXPECT_EQ(faults(), "");
  load("IdentifySecondaryObjects", legacy_text(7, "Distance - B", "Otsu PerObject"), 7);
  EXPECT_NE(faults().find("\"Threshold strategy\": 'Per object'"), std::string::npos) << faults();
}

// edge: revisions before those of CellProfiler 2.0, and settings that end too early.
TEST_P(IdentifySecondaryObjects, OlderRevisionsAreRefused) {
  load("IdentifySecondaryObjects", legacy_text(4, "Propagation"), 3);
  EXPECT_NE(faults().find("revision 3"), std::string::npos) << faults();
  for (const int revision : {4, 6, 8, 9}) {
    load("IdentifySecondaryObjects", "in:Nuclei", revision);
    EXPECT_NE(faults().find("too few settings"), std::string::npos) << revision << faults();
  }
}

}  // namespace
}  // namespace cellerate
