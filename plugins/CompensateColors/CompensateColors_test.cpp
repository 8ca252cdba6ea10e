// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <stdexcept>

#include "plugins/CompensateColors/unmixing.hpp"
#include "plugins/CompensateColors/value_table.hpp"
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

constexpr float kStep = 1.f / 65535;

class CompensateColors : public test::ModuleTest {
 protected:
  /// Two dyes that show in both channels: as 0.8 and 0.2, and as 0.3 and 0.6.
  void put_images() {
    image("A", {2, 2}, {0.8f, 0.3f, 0.4f, 0.15f});
    image("B", {2, 2}, {0.2f, 0.6f, 0.1f, 0.3f});
  }
  static std::string lines(const std::string& where = "Across entire image",
                           const std::string& after_mask = "No", const std::string& match = "No",
                           const std::string& last = "") {
    return "n:2\nm:1\na:A\nb:1\nc:OutA\na:B\nb:2\nc:OutB\nd:" + where + "\ne:Spots\nf:No\ng:" + after_mask +
           "\nh:" + match + "\ni:1\nj:No" + last;
  }
};
CEL_ON_EVERY_DEVICE(CompensateColors);

// analytic: of each pixel all that both channels have is given to its dye. The last settings may be missing.
TEST_P(CompensateColors, TakesDyesApart) {
  put_images();
  run("CompensateColors", lines());
  const float first[] = {1, 0, 0.5f, 0}, second[] = {0, 0.9f, 0, 0.45f};
  for (int i = 0; i < 4; ++i) {
    EXPECT_NEAR(pixels("OutA")[i], first[i], 2 * kStep) << i;
    EXPECT_NEAR(pixels("OutB")[i], second[i], 2 * kStep) << i;
  }
}

// analytic: outside of the objects both are black or nearly so; without objects all is black.
TEST_P(CompensateColors, WithinObjects) {
  put_images();
  objects("Spots", {2, 2}, {1, 1, 0, 1});
  run("CompensateColors", lines("Within objects"));
  EXPECT_LE(pixels("OutA")[2], 2 * kStep);
  EXPECT_GT(pixels("OutA")[0], 0.5f);
  objects("Spots", {2, 2}, {0, 0, 0, 0});
  run("CompensateColors", lines("Within objects"));
  EXPECT_EQ(pixels("OutA"), std::vector<float>(4));
  EXPECT_THROW(run("CompensateColors", lines("Within objects", "Yes, per group")), std::runtime_error);
}

// edge: equal classes, pixels that are no number or of another size; 'Yes' of older pipelines is No.
TEST_P(CompensateColors, OfUnfitImages) {
  put_images();
  run("CompensateColors", lines("Across entire image", "Yes"));
  image("B", {2, 2}, pixels("A"));
  run("CompensateColors", lines());  // the second class is nowhere brighter than the first
  EXPECT_EQ(pixels("OutB"), std::vector<float>(4));
  image("B", {2, 2}, {0, 0, std::nanf(""), 0});
  EXPECT_THROW(run("CompensateColors", lines()), std::runtime_error);
  image("B", {1, 2}, {0, 0});
  EXPECT_THROW(run("CompensateColors", lines()), std::runtime_error);
}

// edge: what is found at load; a radius that is not shown may be anything.
TEST_P(CompensateColors, ChecksItsSettings) {
  const auto faults_of = [&](const std::string& text) {
    load("CompensateColors", text);
    return faults();
  };
  put_images();
  EXPECT_EQ(faults_of(lines("Across entire image", "No", "No", "\nk:No\nl:99\nm:No\nn:No")), "");
  EXPECT_NE(faults_of(lines("Across entire image", "Yes, per image")).find("needs objects"),
            std::string::npos);
  EXPECT_NE(
      faults_of(lines("Across entire image", "No", "Yes, post-masking to objects")).find("needs objects"),
      std::string::npos);
}

// golden (scikit-image 0.18 match_histograms).
TEST(ValueTable, MatchesHistograms) {
  const modules::ValueTable table{{3, 1, 2, 7}, {1, 2, 1, 0}}, reference{{10, 20, 40}, {1, 2, 1}};
  EXPECT_EQ(modules::matched_values(table, reference), (std::vector<double>{40, 15, 20, 7}));
}

// analytic: an even and an odd number of pixels, none; rescaling from the least value above 1.
TEST(ValueTable, MediansAndRanges) {
  EXPECT_EQ(modules::median_value({{5, 1, 3}, {1, 1, 0}}), 3);
  EXPECT_EQ(modules::median_value({{5, 1, 3}, {2, 1, 0}}), 5);
  EXPECT_TRUE(std::isnan(modules::median_value({{5}, {0}})));
  EXPECT_EQ(modules::rescaled_values({{0, 1, 11, 21}, {1, 1, 1, 1}}, false),
            (std::vector<double>{1, 1, 1, 65535}));
  EXPECT_THROW(modules::rescaled_values({{0, 1}, {1, 1}}, true), std::invalid_argument);
}

// analytic: an inverse of three columns; edge: columns that depend on each other, no median.
TEST(Unmixing, InvertsTheColors) {
  const std::vector<double> weights = modules::unmixing_weights({2, 0, 0, 1, 3, 0, 0, 1, 1}, 3, false);
  const double expected[] = {1, -1. / 3, 1. / 3, 0, 4. / 3, -4. / 3, 0, 0, 2};
  for (int i = 0; i < 9; ++i) EXPECT_NEAR(weights[i], expected[i], 1e-12) << i;
  EXPECT_THROW(modules::unmixing_weights({1, 3, 2, 6}, 2, false), std::invalid_argument);
  EXPECT_TRUE(modules::unmixing_weights({1, 3, NAN, NAN}, 2, true).empty());
}

}  // namespace
}  // namespace cellerate
