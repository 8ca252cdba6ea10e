// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class ColorToGray : public test::ModuleTest {
 protected:
  static std::string settings(const char* method, const char* type, const char* weights,
                              const char* channels = "count:1\nc:1\nw:1\nn:Channel1") {
    return std::string("a:Rgb\nb:") + method + "\nc:" + type + "\nd:Gray\n" + weights +
           "\nr:Yes\nrn:Red\ng:No\ngn:Green\nb:Yes\nbn:Blue\nh:Yes\nhn:Hue\ns:Yes\nsn:Sat\nv:Yes\nvn:Val\n" +
           channels;
  }
  static constexpr const char* kEqual = "x:1\ny:1\nz:1";
};
CEL_ON_EVERY_DEVICE(ColorToGray);

// analytic: weights are divided by their sum.
TEST_P(ColorToGray, CombinesByWeight) {
  image("Rgb", {1, 2}, {0, .5f, 1, 1, 1, 1}, {1, 0});
  run("ColorToGray", settings("Combine", "RGB", "x:0\ny:1\nz:3"));
  EXPECT_EQ(pixels("Gray"), (std::vector<float>{.875f, 1}));
  EXPECT_TRUE(state().images.at("Gray").mask);
}

// analytic: only the wanted channels become images.
TEST_P(ColorToGray, SplitsColors) {
  image("Rgb", {1, 1}, {.25f, .5f, .75f});
  run("ColorToGray", settings("Split", "RGB", kEqual));
  EXPECT_EQ(pixels("Red"), (std::vector<float>{.25f}));
  EXPECT_EQ(pixels("Blue"), (std::vector<float>{.75f}));
  EXPECT_FALSE(state().images.contains("Green"));
}

// golden: matplotlib.colors.rgb_to_hsv.
TEST_P(ColorToGray, SplitsHue) {
  image("Rgb", {1, 1}, {0, .5f, 0});
  run("ColorToGray", settings("Split", "HSV", kEqual));
  EXPECT_EQ(pixels("Hue"), (std::vector<float>{2 / 6.f}));
  EXPECT_EQ(pixels("Sat"), (std::vector<float>{1}));
  EXPECT_EQ(pixels("Val"), (std::vector<float>{.5f}));
}

// analytic: channels by number, in a stack of five.
TEST_P(ColorToGray, TakesChannels) {
  image("Rgb", {1, 1}, {0, .1f, .2f, .3f, .4f});
  const char* two = "count:2\nc:5\nw:1\nn:Fifth\nc:2\nw:3\nn:Second";
  run("ColorToGray", settings("Split", "Channels", kEqual, two));
  EXPECT_EQ(pixels("Fifth"), (std::vector<float>{.4f}));
  EXPECT_EQ(pixels("Second"), (std::vector<float>{.1f}));
  run("ColorToGray", settings("Combine", "Channels", kEqual, two));
  EXPECT_FLOAT_EQ(pixels("Gray")[0], .175f);
}

// edge: a channel that is not there, hue of a stack, gray images, nothing to make.
TEST_P(ColorToGray, WhatCannotBe) {
  image("Rgb", {1, 1}, {0, .1f, .2f, .3f, .4f});
  EXPECT_THROW(run("ColorToGray", settings("Split", "Channels", kEqual, "count:1\nc:6\nw:1\nn:Sixth")),
               std::runtime_error);
  EXPECT_THROW(run("ColorToGray", settings("Split", "HSV", kEqual)), std::runtime_error);
  image("Rgb", {1, 1}, {0});
  EXPECT_THROW(run("ColorToGray", settings("Combine", "RGB", kEqual)), std::runtime_error);
  load("ColorToGray",
       "a:Rgb\nb:Split\nc:RGB\nd:Gray\nx:1\ny:1\nz:1\nr:No\nrn:R\ng:No\ngn:G\nb:No\nbn:B\nh:Yes\n"
       "hn:H\ns:Yes\nsn:S\nv:Yes\nvn:V\ncount:1\nc:1\nw:1\nn:C");
  EXPECT_EQ(faults(), "#1 ColorToGray, \"Convert red to gray?\": at least one of the images must be made\n");
}

// analytic: revision 1 has neither image types nor HSV nor channels.
TEST_P(ColorToGray, OldRevisionsAreUpgraded) {
  image("Rgb", {1, 1}, {.25f, .5f, .75f});
  run("ColorToGray", "a:Rgb\nb:Combine\nd:Gray\nx:1\ny:1\nz:1\nr:Yes\nrn:R\ng:No\ngn:G\nb:Yes\nbn:B", 1);
  EXPECT_EQ(pixels("Gray"), (std::vector<float>{.5f}));
}

}  // namespace
}  // namespace cellerate
