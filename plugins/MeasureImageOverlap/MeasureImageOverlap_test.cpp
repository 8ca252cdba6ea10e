// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MeasureImageOverlap : public test::ModuleTest {
 protected:
  void measure() { run("MeasureImageOverlap", "a:Truth\nb:Test\nc:No\nd:250\ne:K Means\nf:250\ng:No"); }
  double overlap(const std::string& measure) const {
    return values("Image", "Overlap_" + measure + "_Test")[0];
  }
};
CEL_ON_EVERY_DEVICE(MeasureImageOverlap);

// analytic: 2 true positives, 1 false positive, 2 false negatives, 3 true negatives.
TEST_P(MeasureImageOverlap, ComparesPixels) {
  binary("Truth", {1, 8}, {1, 1, 1, 1, 0, 0, 0, 0});
  binary("Test", {1, 8}, {0, 0, 1, 1, 1, 0, 0, 0});
  measure();
  EXPECT_DOUBLE_EQ(overlap("Precision"), 2.0 / 3);
  EXPECT_DOUBLE_EQ(overlap("Recall"), 0.5);
  EXPECT_DOUBLE_EQ(overlap("Ffactor"), 2 * (2.0 / 3) * 0.5 / (2.0 / 3 + 0.5));
  EXPECT_DOUBLE_EQ(overlap("FalsePosRate"), 0.25);
  EXPECT_DOUBLE_EQ(overlap("TrueNegRate"), 0.75);
  EXPECT_DOUBLE_EQ(overlap("FalseNegRate"), 0.5);
  EXPECT_DOUBLE_EQ(overlap("TruePosRate"), 0.5);
  // together in both: 1 + 3 of the background + 1; apart in both: 2 x 3 + 2 x 1
  EXPECT_DOUBLE_EQ(overlap("RandIndex"), (1 + 3 + 1 + 6 + 2 - 0.0) / 28);
  expect_declared_columns_are_measured();
}

// analytic: what the mask of either image leaves out does not count.
TEST_P(MeasureImageOverlap, OnlyInBothMasks) {
  binary("Truth", {1, 4}, {1, 1, 0, 0});
  binary("Test", {1, 4}, {1, 0, 0, 1});
  const auto mask = [&](const char* name, const std::vector<std::uint8_t>& pixels) {
    auto buffer = std::make_shared<Buffer<std::uint8_t>>(upload(queue(), pixels));
    state().images.at(name).mask = SharedMemory(buffer, buffer->data());
  };
  mask("Truth", {1, 0, 1, 1});
  mask("Test", {1, 1, 1, 0});
  measure();
  for (const char* measure : {"Ffactor", "Recall", "TrueNegRate", "RandIndex"})
    EXPECT_EQ(overlap(measure), 1) << measure;
}

// analytic: two pixels move three columns, and the third has nowhere to go.
TEST_P(MeasureImageOverlap, EarthMoversDistance) {
  binary("Test", {1, 8}, {1, 1, 0, 0, 0, 0, 0, 0});
  binary("Truth", {1, 8}, {0, 0, 0, 1, 1, 1, 0, 0});
  run("MeasureImageOverlap", "a:Truth\nb:Test\nc:Yes\nd:100\ne:K Means\nf:50\ng:No");
  EXPECT_EQ(overlap("EarthMoversDistance"), 6);
  run("MeasureImageOverlap", "a:Truth\nb:Test\nc:Yes\nd:100\ne:K Means\nf:50\ng:Yes");
  EXPECT_EQ(overlap("EarthMoversDistance"), 56);
  expect_declared_columns_are_measured();
}

// edge: no foreground, no pixels that count, images that are not binary.
TEST_P(MeasureImageOverlap, Nothing) {
  binary("Truth", {1, 2}, {0, 0});
  binary("Test", {1, 2}, {0, 0});
  measure();
  EXPECT_EQ(overlap("Precision"), 1);
  EXPECT_EQ(overlap("Recall"), 1);
  EXPECT_EQ(overlap("FalseNegRate"), 0);
  auto none = std::make_shared<Buffer<std::uint8_t>>(upload<std::uint8_t>(queue(), {0, 0}));
  state().images.at("Test").mask = SharedMemory(none, none->data());
  measure();
  EXPECT_TRUE(std::isnan(overlap("RandIndex")));
  image("Truth", {1, 2}, {0, 1});
  EXPECT_THROW(measure(), std::runtime_error);
}

// analytic: older revisions compared objects, too; those of objects are refused as CellProfiler does.
TEST_P(MeasureImageOverlap, OldRevisionsAreUpgraded) {
  binary("Truth", {1, 2}, {1, 0});
  binary("Test", {1, 2}, {1, 0});
  run("MeasureImageOverlap", "a:Truth\nb:Test", 1);
  run("MeasureImageOverlap",
      "k:Foreground/background segmentation\na:Truth\nb:Test\nc:None\nd:None\ne:None\nf:None", 2);
  run("MeasureImageOverlap", "k:Foreground/background segmentation\na:Truth\nb:Test\nc:None\ne:None", 3);
  EXPECT_EQ(overlap("Ffactor"), 1);
  load("MeasureImageOverlap", "k:Segmented objects\na:Truth\nb:Test\nc:A\ne:B", 3);
  EXPECT_NE(faults(), "");
}

}  // namespace
}  // namespace cellerate
