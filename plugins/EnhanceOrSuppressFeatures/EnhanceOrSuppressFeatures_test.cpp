// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "tests/support/module_test.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{64, 64};
constexpr int kInside = 21 * 64 + 33, kMasked = 20 * 64 + 35;  ///< of the sieve mask

class EnhanceOrSuppressFeatures : public test::ModuleTest {
 protected:
  struct With {
    const char *operation = "Enhance", *size = "10", *feature = "Speckles", *holes = "1,10",
               *smoothing = "2.0", *angle = "0.0", *decay = "0.95", *neurites = "Tubeness", *speed = "Fast",
               *rescale = "No";
  };
  static std::string settings(const With& with) {
    std::string text = "a:In\nb:Out";
    for (const char* value : {with.operation, with.size, with.feature, with.holes, with.smoothing, with.angle,
                              with.decay, with.neurites, with.speed, with.rescale})
      text += std::string("\nc:") + value;
    return text;
  }
  std::vector<float> result(const With& with) {
    run("EnhanceOrSuppressFeatures", settings(with));
    EXPECT_EQ(state().images.at("Out").type, CEL_F32);
    return pixels("Out");
  }
  void expect(const With& with, float inside, float masked) {
    const std::vector<float> found = result(with);
    EXPECT_FLOAT_EQ(found[kInside], inside);
    EXPECT_FLOAT_EQ(found[kMasked], masked);
  }
};
CEL_ON_EVERY_DEVICE(EnhanceOrSuppressFeatures);

// golden: CellProfiler 4.2.8; masked pixels keep their value but for dark holes and DIC, and are rescaled,
// too.
TEST_P(EnhanceOrSuppressFeatures, UnderAMask) {
  image("In", kShape, test::checkered_noise(kShape), test::sieve_mask(kShape));
  const float kept = 0x1.eaeb12p-3f, rescaled = 0x1.91f1f4p-3f;
  expect({.size = "5"}, 0x1.655758p-1f, kept);
  expect({.size = "9"}, 0x1.756798p-1f, kept);
  expect({.size = "9", .speed = "Slow"}, 0x1.756798p-1f, kept);
  expect({.feature = "Neurites", .smoothing = "1.5"}, 0x1.d53d6ep-4f, kept);
  expect({.feature = "Neurites", .smoothing = "1.5", .rescale = "Yes"}, 0x1.80321ep-4f, rescaled);
  expect({.size = "7", .feature = "Neurites", .neurites = "Line structures"}, 1, kept);
  expect({.size = "7", .feature = "Neurites", .neurites = "Line structures", .rescale = "Yes"}, 0x1.a334cp-1f,
         rescaled);
  expect({.feature = "Dark holes"}, 0x1.25786p-2f, 0x1.1164c6p-1f);
  expect({.feature = "Texture"}, 0x1.b82588p-4f, kept);
  expect({.feature = "DIC", .smoothing = "1", .angle = "30", .decay = "0.9"}, 0x1.0759c6p-3f, 0x1.665338p-2f);
  expect({.operation = "Suppress", .size = "6"}, 0, kept);
}

// golden: CellProfiler 4.2.8; half the size, rounded down, is the radius.
TEST_P(EnhanceOrSuppressFeatures, Circles) {
  std::vector<float> points = test::checkered_noise(kShape);
  for (float& v : points) v = v > .9f;
  image("In", kShape, points, test::sieve_mask(kShape));
  expect({.size = "9", .feature = "Circles"}, 0.0625f, 0);
}

// golden: CellProfiler 4.2.8; binary images are computed in double precision.
TEST_P(EnhanceOrSuppressFeatures, OfBinaryImages) {
  std::vector<std::uint8_t> bright;
  for (const float v : test::checkered_noise(kShape)) bright.push_back(v > .25f);
  binary("In", kShape, bright);
  EXPECT_EQ(result({.feature = "Texture"})[kInside], 0x1.f4c91cp-3f);
  EXPECT_EQ(result({.feature = "DIC", .smoothing = "1", .angle = "30", .decay = "0.9"})[kInside],
            0x1.52f4d8p-3f);
}

// golden: CellProfiler 4.2.8; with negative pixels the range becomes -1 to 1. A constant image stays.
TEST_P(EnhanceOrSuppressFeatures, RescalesToTheRange) {
  std::vector<float> pixels = test::checkered_noise(kShape);
  std::vector<std::uint8_t> mask = test::sieve_mask(kShape);
  for (float& v : pixels) v -= .5f;
  for (std::uint8_t& m : mask) m = !m;
  image("In", kShape, pixels, mask);
  const std::vector<float> found = result({.feature = "Neurites", .rescale = "Yes"});
  EXPECT_FLOAT_EQ(found[kInside], 0x1.91c206p-3f);
  EXPECT_EQ(*std::min_element(found.begin(), found.end()), -1);
  EXPECT_EQ(*std::max_element(found.begin(), found.end()), 1);
  image("In", {2, 2}, std::vector<float>(4, .25f));
  EXPECT_EQ(result({.feature = "Neurites", .neurites = "Line structures", .rescale = "Yes"}),
            std::vector<float>(4, .25f));
}

// analytic: one pixel that is not a number leaves no range to rescale.
TEST_P(EnhanceOrSuppressFeatures, RescalesNothingWithoutANumber) {
  image("In", {1, 3}, {.5f, NAN, .25f}, {1, 0, 1});
  for (const float v : result({.feature = "Neurites", .rescale = "Yes"})) EXPECT_TRUE(std::isnan(v));
}

// edge: color is refused, unless its channels are equal.
TEST_P(EnhanceOrSuppressFeatures, OfColor) {
  image("In", {1, 2}, {.1f, .2f, .3f, .4f, .5f, .6f});
  EXPECT_THROW(result({}), std::runtime_error);
  image("In", {1, 2}, {.5f, .5f, .5f, .5f, .5f, .5f});
  EXPECT_EQ(result({.operation = "Suppress"}), (std::vector<float>{.5f, .5f}));
}

// analytic: limits count only where a setting is used.
TEST_P(EnhanceOrSuppressFeatures, HiddenSettingsAreNotLookedAt) {
  image("In", {1, 1}, {.5f});
  load("EnhanceOrSuppressFeatures", settings({.size = "0", .feature = "DIC", .holes = "0,1"}));
  EXPECT_EQ(faults(), "");
  load("EnhanceOrSuppressFeatures", settings({.size = "0", .smoothing = "-1", .decay = "7"}));
  EXPECT_EQ(faults(), "#1 EnhanceOrSuppressFeatures, \"Feature size\": '0': must be at least 2.0\n");
}

// analytic: revision 1 knew speckles only, found in the slow way; up to 5 that had another name.
TEST_P(EnhanceOrSuppressFeatures, OldRevisions) {
  const std::vector<float> noise = test::checkered_noise(kShape);
  image("In", kShape, noise);
  const std::vector<float> slow = result({.size = "15", .speed = "Slow"});
  EXPECT_NE(result({.size = "15"}), slow);
  run("EnhanceOrSuppressSpeckles", "a:In\nb:Out\nc:Enhance\nd:15", 1);
  EXPECT_EQ(pixels("Out"), slow);
  const std::string five =
      "a:In\nb:Out\nc:Enhance\nd:15\ne:Speckles\nf:1,10\ng:2\nh:0\ni:.95\nj:Tubeness\nk:";
  run("EnhanceOrSuppressFeatures", five + "Slow / circular", 5);
  EXPECT_EQ(pixels("Out"), slow);
  run("EnhanceOrSuppressFeatures", five + "Fast / hexagonal", 5);
  EXPECT_EQ(pixels("Out"), result({.size = "15"}));
}

}  // namespace
}  // namespace cellerate
