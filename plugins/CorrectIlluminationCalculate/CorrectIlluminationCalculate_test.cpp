// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{40, 50};

class CorrectIlluminationCalculate : public test::ModuleTest {
 protected:
  struct With {
    const char *method = "Regular", *dilates = "No", *block_size = "60", *rescaling = "No", *scope = "Each",
               *smoothing = "No smoothing", *filter_size = "Manually", *pixels = "10", *keeps = "No";
  };
  static std::string settings(const With& with) {
    std::string text = "a:In\nb:Out";
    for (const char* value : {with.method,
                              with.dilates,
                              "1",
                              with.block_size,
                              with.rescaling,
                              with.scope,
                              with.smoothing,
                              with.filter_size,
                              "10",
                              with.pixels,
                              with.keeps,
                              "Mean",
                              with.keeps,
                              "Dilated",
                              "Yes",
                              "auto",
                              "5",
                              "2",
                              "2",
                              "40",
                              "0.001"})
      text += std::string("\nc:") + value;
    return text;
  }
  std::vector<float> function(const With& with) {
    run("CorrectIlluminationCalculate", settings(with));
    make_offered("Out");
    return pixels("Out");
  }
  std::vector<std::uint8_t> mask_of(const std::string& name) {
    const StoredImage& stored = state().images.at(name);
    return download(queue(), static_cast<const std::uint8_t*>(stored.mask.get()), stored.shape.size());
  }
};
CEL_ON_EVERY_DEVICE(CorrectIlluminationCalculate);

// analytic: every smoothing of a flat image is that image, but for splines, which are a deviation.
TEST_P(CorrectIlluminationCalculate, OfAFlatImage) {
  image("In", kShape, std::vector<float>(kShape.size(), .5f));
  for (const char* smoothing : {"No smoothing", "Convex Hull", "Fit Polynomial", "Median Filter",
                                "Gaussian Filter", "Smooth to Average", "Splines"})
    for (const float value : function({.smoothing = smoothing}))
      ASSERT_NEAR(value, std::string(smoothing) == "Splines" ? 0 : .5, 1e-4) << smoothing;
}

// analytic: block minima; the function has no holes, and the image keeps its masked pixels.
TEST_P(CorrectIlluminationCalculate, BackgroundOfBlocks) {
  image("In", {1, 4}, {.4f, .3f, .6f, .5f}, {1, 1, 0, 1});
  EXPECT_EQ(function({.method = "Background", .block_size = "2"}), (std::vector<float>{.3f, .3f, 0, .5f}));
  EXPECT_EQ(mask_of("Out"), (std::vector<std::uint8_t>{1, 1, 1, 1}));
  EXPECT_EQ(pixels("In"), (std::vector<float>{.4f, .3f, .6f, .5f}));
}

// golden: CellProfiler 4.2.8 sets the masked pixels of the image itself to 0, but for blocks.
TEST_P(CorrectIlluminationCalculate, MaskedPixelsOfTheInputAreLost) {
  image("In", {1, 3}, {.4f, .2f, .6f}, {1, 0, 1});
  EXPECT_EQ(function({.smoothing = "Smooth to Average"}), std::vector<float>(3, .5f));
  EXPECT_EQ(pixels("In"), (std::vector<float>{.4f, 0, .6f}));
  EXPECT_EQ(mask_of("In"), (std::vector<std::uint8_t>{1, 0, 1}));
}

// analytic: divided by the lowest or the middle positive pixel.
TEST_P(CorrectIlluminationCalculate, Rescales) {
  image("In", {1, 4}, {.5f, 0, .25f, 1});
  EXPECT_EQ(function({.rescaling = "Yes"}), (std::vector<float>{2, 1, 1, 4}));
  EXPECT_EQ(function({.rescaling = "Median"}), (std::vector<float>{1, 0, .5f, 2}));
}

// analytic: the average over image sets; pixels that no image shows are masked.
TEST_P(CorrectIlluminationCalculate, AcrossCycles) {
  const With across{.scope = "All: Across cycles", .keeps = "Yes"};
  image("In", {1, 3}, {.4f, .2f, .6f}, {1, 0, 1});
  EXPECT_EQ(function(across), (std::vector<float>{.4f, 0, .6f}));
  EXPECT_EQ(mask_of("Out"), (std::vector<std::uint8_t>{1, 0, 1}));
  image("In", {1, 3}, {.2f, .8f, 0}, {1, 0, 0});
  EXPECT_EQ(function(across), (std::vector<float>{(.4f + .2f) / 2, 0, .6f}));
  EXPECT_TRUE(state().offers.contains("Mean"));
  make_offered("Mean");
  EXPECT_EQ(pixels("Mean"), pixels("Out"));
}

// edge: an image of another size in the group.
TEST_P(CorrectIlluminationCalculate, AcrossDifferentSizes) {
  image("In", {1, 2}, {.4f, .2f});
  function({.scope = "All: Across cycles"});
  image("In", {2, 1}, {.4f, .2f});
  EXPECT_THROW(function({.scope = "All: Across cycles"}), std::runtime_error);
}

// analytic: "All" of old pipelines gathers only what comes from a file.
TEST_P(CorrectIlluminationCalculate, OldAll) {
  image("In", {1, 1}, {.5f});
  load("CorrectIlluminationCalculate", settings({.scope = "All"}));
  const ModuleInstance& module = pipeline().modules().front();
  EXPECT_EQ(module.module_class().gathers_from(module.module()).size, 0u);
  EXPECT_TRUE(module.module_class().works_on_groups(module.module()));
  load("CorrectIlluminationCalculate", settings({.scope = "All: First cycle"}));
  const ModuleInstance& first = pipeline().modules().front();
  EXPECT_EQ(first.module_class().gathers_from(first.module()).size, 2u);
}

// golden: a color image's channels are filtered one by one; CellProfiler keeps the median's levels.
TEST_P(CorrectIlluminationCalculate, OfColors) {
  image("In", {1, 2}, {.25f, .5f, 1, .25f, .5f, 1});
  EXPECT_EQ(function({.smoothing = "Median Filter", .pixels = "1"}),
            (std::vector<float>{16383, 32767, 65535, 16383, 32767, 65535}));
  EXPECT_EQ(function({.smoothing = "Smooth to Average"}), (std::vector<float>{.25f, .5f, 1, .25f, .5f, 1}));
}

// edge: an image of zeros, one pixel, a binary image.
TEST_P(CorrectIlluminationCalculate, OddImages) {
  image("In", kShape, std::vector<float>(kShape.size()));
  for (const char* smoothing : {"Convex Hull", "Fit Polynomial", "Median Filter", "Gaussian Filter"})
    EXPECT_EQ(function({.rescaling = "Yes", .smoothing = smoothing}), std::vector<float>(kShape.size()));
  image("In", {1, 1}, {.5f});
  EXPECT_NEAR(function({.smoothing = "Gaussian Filter"})[0], .5, 1e-6);
  EXPECT_THROW(function({.smoothing = "Splines"}), std::runtime_error);
  binary("In", {1, 2}, {1, 0});
  EXPECT_EQ(function({.smoothing = "Smooth to Average"}), (std::vector<float>{.5f, .5f}));
  EXPECT_THROW(function({.smoothing = "Gaussian Filter"}), std::runtime_error);
  run("CorrectIlluminationCalculate", settings({}));
  EXPECT_EQ(bits("Out"), (std::vector<std::uint8_t>{1, 0}));
}

// analytic: limits count only for what is shown; revision 1 had no splines.
TEST_P(CorrectIlluminationCalculate, SettingsOfOldRevisions) {
  image("In", {1, 2}, {.5f, .5f});
  load("CorrectIlluminationCalculate", settings({.block_size = "0"}));
  EXPECT_EQ(faults(), "");
  load("CorrectIlluminationCalculate", settings({.method = "Background", .block_size = "0"}));
  EXPECT_EQ(faults(), "#1 CorrectIlluminationCalculate, \"Block size\": '0': must be at least 1.0\n");
  std::string old = settings({.smoothing = "Smooth to Average"});
  for (int line = 0; line < 7; ++line) old.erase(old.rfind('\n'));
  run("CorrectIlluminationCalculate", old, 1);
  EXPECT_EQ(pixels("Out"), (std::vector<float>{.5f, .5f}));
}

}  // namespace
}  // namespace cellerate
