// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Pixels = std::vector<float>;
using Bits = std::vector<std::uint8_t>;

class MakeProjection : public test::ModuleTest {
 protected:
  /// Takes an image into the group of a type of projection: all tests of a type stand in one group.
  void take(const std::string& type, const std::string& frequency = "6") {
    run("MakeProjection", "a:In\nb:" + type + "\nc:Out\nd:" + frequency);
    make_offered("Out");
  }
  Bits mask() {
    const StoredImage& stored = state().images.at("Out");
    return download(queue(), static_cast<const std::uint8_t*>(stored.mask.get()), stored.shape.size());
  }
};
CEL_ON_EVERY_DEVICE(MakeProjection);

// analytic: averages count the image sets that show a pixel; what none shows is masked.
TEST_P(MakeProjection, AverageUnderMasks) {
  image("In", {1, 3}, {1, 2, 3}, {1, 0, 0});
  take("Average");
  EXPECT_EQ(pixels("Out"), (Pixels{1, 0, 0}));
  EXPECT_EQ(mask(), (Bits{1, 0, 0}));
  image("In", {1, 3}, {2, 5, 6}, {1, 1, 0});
  take("Average");
  EXPECT_EQ(pixels("Out"), (Pixels{1.5, 5, 0}));
  EXPECT_EQ(mask(), (Bits{1, 1, 0}));
  image("In", {1, 3}, {6, 5, 7});
  take("Average");
  EXPECT_EQ(pixels("Out"), (Pixels{3, 5, 7}));
  EXPECT_EQ(state().images.at("Out").mask, nullptr);
}

// analytic: extrema and sums of color images.
TEST_P(MakeProjection, OfColors) {
  image("In", {1, 2}, {1, 5, 3, 4, 4, 4}, {1, 0});
  take("Minimum");
  EXPECT_EQ(pixels("Out"), (Pixels{1, 5, 3, 0, 0, 0}));
  image("In", {1, 2}, {2, 2, 2, .5f, .5f, 2});
  take("Minimum");
  EXPECT_EQ(pixels("Out"), (Pixels{1, 2, 2, .5f, .5f, 1}));
}

// analytic: a pixel that alternates has all its power at the frequency 2; the second image's wave is
// negative.
TEST_P(MakeProjection, PowerOfAlternation) {
  for (const float value : {1.f, 0.f, 1.f, 0.f}) {
    image("In", {1, 2}, {value, .5f});
    take("Power", "2");
  }
  EXPECT_NEAR(pixels("Out")[0], 4, 1e-6);
  EXPECT_NEAR(pixels("Out")[1], 0, 1e-6);
}

// analytic: the mean of squares less the square of the mean.
TEST_P(MakeProjection, Variance) {
  for (const float value : {1.f, 3.f}) {
    image("In", {1, 1}, {value});
    take("Variance");
  }
  EXPECT_EQ(pixels("Out"), Pixels{1});
}

// analytic: what all image sets show.
TEST_P(MakeProjection, Mask) {
  image("In", {1, 3}, {1, 1, 1}, {1, 1, 0});
  take("Mask");
  image("In", {1, 3}, {1, 1, 1}, {1, 0, 1});
  take("Mask");
  EXPECT_EQ(bits("Out"), (Bits{1, 0, 0}));
}

// golden: what CellProfiler does with binary images: their sum is true where one is.
TEST_P(MakeProjection, OfBinaryImages) {
  binary("In", {1, 3}, {1, 0, 0});
  take("Sum");
  binary("In", {1, 3}, {1, 1, 0});
  take("Sum");
  EXPECT_EQ(bits("Out"), (Bits{1, 1, 0}));
}

// edge: images that do not fit, projections that CellProfiler fails on.
TEST_P(MakeProjection, Failures) {
  image("In", {1, 2}, {1, 1});
  take("Maximum");
  image("In", {2, 1}, {1, 1});
  EXPECT_THROW(take("Maximum"), std::runtime_error);
}
TEST_P(MakeProjection, NoPowerOfColors) {
  image("In", {1, 1}, {1, 1, 1});
  EXPECT_THROW(take("Power"), std::runtime_error);
}

// edge: an empty image.
TEST_P(MakeProjection, Empty) {
  image("In", {0, 0}, {});
  take("Brightfield");
  EXPECT_EQ(pixels("Out"), Pixels());
}

// analytic: the frequency counts only for the power; revision 1 had none.
TEST_P(MakeProjection, Settings) {
  image("In", {1, 1}, {1});
  load("MakeProjection", "a:In\nb:Sum\nc:Out\nd:0");
  EXPECT_EQ(faults(), "");
  load("MakeProjection", "a:In\nb:Power\nc:Out\nd:0");
  EXPECT_NE(faults(), "");
  load("MakeProjection", "a:In\nb:Power\nc:Out", 1);
  EXPECT_EQ(faults(), "");
}

}  // namespace
}  // namespace cellerate
