// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class RescaleIntensity : public test::ModuleTest {
 protected:
  struct With {
    const char *method, *low_from = "Custom", *high_from = "Custom", *low = "0", *high = "1", *from = "0,1",
                        *to = "0,1", *match = "Other", *divisor = "1", *measurement = "Intensity_X";
  };
  static std::string settings(const With& with) {
    std::string text = "a:In\nb:Out";
    for (const char* value : {with.method, with.low_from, with.high_from, with.low, with.high, with.from,
                              with.to, with.match, with.divisor, with.measurement})
      text += std::string("\nc:") + value;
    return text;
  }
  std::vector<double> ranged(const With& with) {
    run("RescaleIntensity", settings(with));
    const StoredImage& stored = state().images.at("Out");
    EXPECT_EQ(stored.type, CEL_F64);
    return download(queue(), static_cast<const double*>(stored.pixels.get()),
                    stored.shape.size() * stored.channels);
  }
  std::vector<float> divided(const With& with) {
    run("RescaleIntensity", settings(with));
    EXPECT_EQ(state().images.at("Out").type, CEL_F32);
    return pixels("Out");
  }
};
CEL_ON_EVERY_DEVICE(RescaleIntensity);

constexpr char kStretch[] = "Stretch each image to use the full intensity range";
constexpr char kFull[] = "Choose specific values to be reset to the full intensity range";
constexpr char kCustom[] = "Choose specific values to be reset to a custom range";

// analytic: the range inside the mask; masked pixels are cut off to it.
TEST_P(RescaleIntensity, Stretches) {
  image("In", {1, 4}, {.25f, .75f, .5f, 1}, {1, 1, 1, 0});
  EXPECT_EQ(ranged({.method = kStretch}), (std::vector<double>{0, 1, .5, 1}));
  EXPECT_TRUE(state().images.at("Out").mask);
  image("In", {1, 2}, {.25f, .5f}, {0, 0});
  EXPECT_EQ(ranged({.method = kStretch}), (std::vector<double>{.25, .5}));
}

// analytic: every channel over its own range.
TEST_P(RescaleIntensity, StretchesChannels) {
  image("In", {1, 2}, {0, .25f, .5f, 1, .75f, .5f});
  EXPECT_EQ(ranged({.method = kStretch}), (std::vector<double>{0, 0, .5, 1, 1, .5}));
}

// analytic: single precision throughout; a flat range cuts off to the output's.
TEST_P(RescaleIntensity, Ranges) {
  image("In", {1, 3}, {.125f, .5f, .9f});
  EXPECT_EQ(ranged({.method = kFull, .from = "0.25,0.75"}), (std::vector<double>{0, .5, 1}));
  image("In", {1, 3}, {.1f, .3f, .9f});
  EXPECT_EQ(ranged({.method = kCustom, .from = "0,0.5", .to = "1,3"}),
            (std::vector<double>{.1f / .5f * 2 + 1, .3f / .5f * 2 + 1, 3}));
  EXPECT_EQ(ranged({.method = kFull, .low_from = "Minimum for each image", .high = "0.3"})[0], 0);
  EXPECT_EQ(ranged({.method = kFull, .high_from = "Maximum for each image", .low = "0.3"})[2], 1);
  EXPECT_EQ(ranged({.method = kCustom, .from = "0.5,0.5", .to = "0,0.25"}),
            (std::vector<double>{.1f, .25, .25}));
}

// analytic: divided by the image's own ends, a value, a measurement; 0 is an error.
TEST_P(RescaleIntensity, Divides) {
  image("In", {1, 3}, {.25f, .5f, 1}, {1, 1, 0});
  measurement("Image", "Intensity_X", {2});
  EXPECT_EQ(divided({.method = "Divide by the image's minimum"}), (std::vector<float>{1, 2, 4}));
  EXPECT_EQ(divided({.method = "Divide by the image's maximum"}), (std::vector<float>{.5f, 1, 2}));
  EXPECT_EQ(divided({.method = "Divide each image by the same value", .divisor = "4"}),
            (std::vector<float>{.0625f, .125f, .25f}));
  EXPECT_EQ(divided({.method = "Divide each image by a previously calculated value"}),
            (std::vector<float>{.125f, .25f, .5f}));
  image("In", {1, 1}, {0});
  EXPECT_THROW(divided({.method = "Divide by the image's maximum"}), std::runtime_error);
}

// analytic: times the other maximum over its own; an image of zeros stays.
TEST_P(RescaleIntensity, MatchesMaxima) {
  const With match{.method = "Match the image's maximum to another image's maximum"};
  image("Other", {1, 1}, {.8f});
  image("In", {1, 2}, {.2f, .4f});
  EXPECT_EQ(divided(match), (std::vector<float>{.2f * .8f / .4f, .4f * .8f / .4f}));
  image("In", {1, 2}, {0, 0});
  EXPECT_EQ(divided(match), (std::vector<float>{0, 0}));
}

// edge: binary images, and what is no number.
TEST_P(RescaleIntensity, OddImages) {
  binary("In", {1, 2}, {0, 1});
  EXPECT_EQ(ranged({.method = kFull, .from = "0,2"}), (std::vector<double>{0, .5}));
  image("In", {1, 3}, {NAN, .5f, 1});
  const std::vector<double> found = ranged({.method = kStretch});
  EXPECT_TRUE(std::isnan(found[0]));
  EXPECT_EQ(found[1], 0);
}

// analytic: ranges of all images are gathered; with another method nothing is.
TEST_P(RescaleIntensity, GathersAllImages) {
  image("In", {1, 1}, {.5f});
  image("Other", {1, 1}, {.5f});
  measurement("Image", "Intensity_X", {2});
  for (const bool uses : {true, false}) {
    load("RescaleIntensity",
         settings({.method = uses ? kFull : kStretch, .low_from = "Minimum of all images"}));
    const ModuleInstance& module = pipeline().modules().front();
    EXPECT_EQ(module.module_class().gathers_from(module.module()).size, uses ? 2u : 0u);
    EXPECT_EQ(module.module_class().works_on_groups(module.module()) != 0, uses);
  }
}

// analytic: revision 2 told what became of pixels beyond the range; revision 1 asked for each end.
TEST_P(RescaleIntensity, OldRevisions) {
  image("In", {1, 2}, {.25f, .75f});
  const std::string tail =
      "\nd:0\nd:1\nd:0,1\nd:0,1\nd:Set to zero\nd:0\nd:Set to one\nd:0\nd:None\nd:1\nd:None";
  run("RescaleIntensity",
      std::string("a:In\nb:Out\nc:") + kFull + "\nd:Custom\nd:Maximum for each image" + tail, 2);
  run("RescaleIntensity", std::string("a:In\nb:Out\nc:") + kFull + "\nd:Yes\nd:No" + tail, 1);
  const auto* stretched = static_cast<const double*>(state().images.at("Out").pixels.get());
  EXPECT_EQ(download(queue(), stretched, 2), (std::vector<double>{0, (.75f - .25f) / .75f}));
}

}  // namespace
}  // namespace cellerate
