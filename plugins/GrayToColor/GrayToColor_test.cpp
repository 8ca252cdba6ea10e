// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class GrayToColor : public test::ModuleTest {
 protected:
  static std::string settings(const std::string& scheme, const std::string& rescale,
                              const std::string& channels = "count:1\ni:A\nc:#ff0000\nw:1.0") {
    return "a:" + scheme + "\nb:" + rescale +
           "\nr:A\ng:Leave this black\nb:B\nout:Color\nwr:1\nwg:1\nwb:2\nc:A\nm:Leave this black\n"
           "y:Leave this black\nk:B\nwc:1\nwm:1\nwy:1\nwk:3\n" +
           channels;
  }
};
CEL_ON_EVERY_DEVICE(GrayToColor);

// analytic: images go to their channels by weight, and are not clipped unless rescaled.
TEST_P(GrayToColor, Rgb) {
  image("A", {1, 2}, {.25f, .5f});
  image("B", {1, 2}, {1, .25f});
  run("GrayToColor", settings("RGB", "No"));
  EXPECT_EQ(pixels("Color"), (std::vector<float>{.25f, 0, 2, .5f, 0, .5f}));
  run("GrayToColor", settings("RGB", "Yes"));
  EXPECT_EQ(pixels("Color"), (std::vector<float>{.5f, 0, 1, 1, 0, .5f}));
}

// analytic: cyan to green and blue, brightness to all.
TEST_P(GrayToColor, Cmyk) {
  image("A", {1, 1}, {.5f});
  image("B", {1, 1}, {.25f});
  run("GrayToColor", settings("CMYK", "No"));
  EXPECT_EQ(pixels("Color"), (std::vector<float>{.25f, .5f, .5f}));
}

// analytic: a stack takes the images as they are, and says that its channels are no colors.
TEST_P(GrayToColor, Stack) {
  image("A", {1, 1}, {.5f}, {0});
  binary("B", {1, 1}, {1});
  run("GrayToColor", settings("Stack", "Yes", "n:2\ni:A\nc:red\nw:1\ni:B\nc:blue\nw:1"));
  EXPECT_EQ(pixels("Color"), (std::vector<float>{.5f, 1}));
  EXPECT_TRUE(state().images.at("Color").channel_stack);
  EXPECT_TRUE(state().images.at("Color").mask);
}

// golden: CellProfiler 4.2.8; of a binary first image no color keeps its shade.
TEST_P(GrayToColor, Composite) {
  image("A", {1, 1}, {.5f});
  image("B", {1, 1}, {.25f});
  const std::string two = "n:2\ni:A\nc:#ff8000\nw:1\ni:B\nc:#0000ff\nw:2";
  run("GrayToColor", settings("Composite", "No", two));
  EXPECT_EQ(pixels("Color"), (std::vector<float>{.5f, .5f * (128 / 255.f), .5f}));
  binary("A", {1, 1}, {1});
  run("GrayToColor", settings("Composite", "No", two));
  EXPECT_EQ(pixels("Color"), (std::vector<float>{1 / 255.f, 1 / 255.f, .5f / 255}));
}

// edge: zeros have no maximum to divide by; sizes must agree; something must be painted.
TEST_P(GrayToColor, WhatCannotBe) {
  image("A", {1, 1}, {0});
  image("B", {1, 1}, {1});
  run("GrayToColor", settings("RGB", "Yes"));
  EXPECT_TRUE(std::isnan(pixels("Color")[0]));
  image("B", {1, 2}, {1, 1});
  EXPECT_THROW(run("GrayToColor", settings("RGB", "Yes")), std::runtime_error);
  load("GrayToColor",
       "a:RGB\nb:Yes\nr:Leave this black\ng:Leave this black\nb:Leave this "
       "black\nout:Color\nwr:1\nwg:1\nwb:1\nc:A\n"
       "m:A\ny:A\nk:A\nwc:1\nwm:1\nwy:1\nwk:1\ncount:1\ni:A\nc:red\nw:1");
  EXPECT_EQ(faults(),
            "#1 GrayToColor, \"Select the image to be colored red\": at least one of the images must not be "
            "blank\n");
}

// analytic: revision 2 lists the images of the stack at its end, and never rescales.
TEST_P(GrayToColor, OldRevisionsAreUpgraded) {
  image("A", {1, 1}, {.5f});
  image("B", {1, 1}, {.25f});
  run("GrayToColor",
      "a:Stack\nr:A\ng:A\nb:B\nout:Color\nwr:1\nwg:1\nwb:2\nc:A\nm:A\ny:A\nk:B\nwc:1\nwm:1\nwy:1\nwk:3\ni:"
      "A\ni:B",
      2);
  EXPECT_EQ(pixels("Color"), (std::vector<float>{.5f, .25f}));
}

}  // namespace
}  // namespace cellerate
