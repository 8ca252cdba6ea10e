// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class ImageMath : public test::ModuleTest {
 protected:
  struct After {
    const char *exponent = "1", *factor = "1", *addend = "0", *limits = "Yes", *ignore_mask = "No";
  };
  /// Operands are "name" or "name*factor"; names that begin with # are measurements.
  static std::string settings(const std::string& operation, const std::vector<std::string>& operands,
                              const After& after) {
    std::string text = "a:" + operation + "\nb:" + after.exponent + "\nc:" + after.factor +
                       "\nd:" + after.addend + "\ne:" + after.limits + "\nf:" + after.limits +
                       "\ng:" + after.limits + "\nh:" + after.ignore_mask + "\ni:Out";
    for (const std::string& operand : operands) {
      const auto star = operand.find('*');
      const std::string factor = star == std::string::npos ? "1" : operand.substr(star + 1);
      const std::string name = operand.substr(0, star);
      const bool is_measurement = name[0] == '#';
      text += std::string("\nj:") + (is_measurement ? "Measurement" : "Image") +
              "\nk:" + (is_measurement ? "" : name) + "\nl:" + factor +
              "\nm:" + (is_measurement ? name.substr(1) : "");
    }
    return text;
  }
  std::vector<float> result(const std::string& operation, const std::vector<std::string>& operands) {
    return result(operation, operands, After{});
  }
  std::vector<float> result(const std::string& operation, const std::vector<std::string>& operands,
                            const After& after) {
    run("ImageMath", settings(operation, operands, after));
    return pixels("Out");
  }
  std::vector<std::uint8_t> logic(const std::string& operation, const std::vector<std::string>& operands) {
    run("ImageMath", settings(operation, operands, After{}));
    EXPECT_EQ(state().images.at("Out").type, CEL_BOOL);
    return bits("Out");
  }
};
CEL_ON_EVERY_DEVICE(ImageMath);

// golden: NumPy 1.23 in single precision, limits last.
TEST_P(ImageMath, Arithmetic) {
  image("A", {1, 3}, {.5f, .25f, 1});
  image("B", {1, 3}, {.25f, .5f, .75f});
  EXPECT_EQ(result("Add", {"A", "B"}), (std::vector<float>{.75f, .75f, 1}));
  EXPECT_EQ(result("Subtract", {"A", "B*2"}), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(result("Subtract", {"A", "B*2"}, {.limits = "No"}), (std::vector<float>{0, -.75f, -.5f}));
  EXPECT_EQ(result("Absolute Difference", {"A", "B"}), (std::vector<float>{.25f, .25f, .25f}));
  EXPECT_EQ(result("Multiply", {"A", "B"}), (std::vector<float>{.125f, .125f, .75f}));
  EXPECT_EQ(result("Divide", {"B", "A"}), (std::vector<float>{.5f, 1, .75f}));
  EXPECT_EQ(result("Average", {"A", "B*3"}), (std::vector<float>{.3125f, .4375f, .8125f}));
  EXPECT_EQ(result("Minimum", {"A", "B"}), (std::vector<float>{.25f, .25f, .75f}));
  EXPECT_EQ(result("Maximum", {"A", "B"}), (std::vector<float>{.5f, .5f, 1}));
  EXPECT_EQ(result("Standard Deviation", {"A", "B"}), (std::vector<float>{.125f, .125f, .125f}));
}

// golden: NumPy 1.23; operations of the first image alone.
TEST_P(ImageMath, OneImage) {
  image("A", {1, 3}, {.5f, 0, 1});
  EXPECT_EQ(result("Invert", {"A", "A"}), (std::vector<float>{.5f, 1, 0}));
  EXPECT_EQ(result("Log transform (base 2)", {"A"}), (std::vector<float>{.5849625f, 0, 1}));
  EXPECT_EQ(result("Log transform (legacy)", {"A"}), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(result("None", {"A*.5"}, {"2", "4", ".25"}), (std::vector<float>{.5f, .25f, 1}));
  EXPECT_EQ(logic("Not", {"A"}), (std::vector<std::uint8_t>{0, 1, 0}));
}

// golden: CellProfiler 4.2.8; arithmetic of binary images is logic.
TEST_P(ImageMath, BinaryImages) {
  binary("A", {1, 4}, {0, 0, 1, 1});
  binary("B", {1, 4}, {0, 1, 0, 1});
  EXPECT_EQ(logic("Add", {"A", "B"}), (std::vector<std::uint8_t>{0, 1, 1, 1}));
  EXPECT_EQ(logic("Average", {"A", "B"}), (std::vector<std::uint8_t>{0, 1, 1, 1}));
  EXPECT_EQ(logic("Subtract", {"A", "B"}), (std::vector<std::uint8_t>{0, 0, 1, 0}));
  EXPECT_EQ(logic("Absolute Difference", {"A", "B"}), (std::vector<std::uint8_t>{0, 1, 1, 0}));
  EXPECT_EQ(logic("Multiply", {"A", "B"}), (std::vector<std::uint8_t>{0, 0, 0, 1}));
  EXPECT_EQ(logic("Equals", {"A", "B"}), (std::vector<std::uint8_t>{1, 0, 0, 1}));
  EXPECT_EQ(logic("Invert", {"A"}), (std::vector<std::uint8_t>{1, 1, 0, 0}));
  EXPECT_EQ(logic("Or", {"A", "B"}), (std::vector<std::uint8_t>{0, 1, 1, 1}));
  EXPECT_THROW(result("None", {"A"}, {.factor = "2"}), std::runtime_error);
  run("ImageMath", settings("None", {"A*2"}, After{}));
  EXPECT_EQ(state().images.at("Out").type, CEL_F64);
  image("C", {1, 4}, {.5f, .5f, .5f, .5f});
  EXPECT_EQ(result("Multiply", {"C", "A"}), (std::vector<float>{0, 0, .5f, .5f}));
  EXPECT_THROW(result("Subtract", {"A", "B", "C"}), std::runtime_error);
}

// analytic: masks are intersected and zero what is outside; ignored ones do neither.
TEST_P(ImageMath, Masks) {
  image("A", {1, 3}, {.5f, .5f, .5f}, {1, 1, 0});
  image("B", {1, 3}, {.25f, .25f, .25f}, {0, 1, 1});
  EXPECT_EQ(result("Add", {"A", "B"}), (std::vector<float>{0, .75f, 0}));
  EXPECT_EQ(result("Add", {"A", "B"}, {.ignore_mask = "Yes"}), (std::vector<float>{.75f, .75f, .75f}));
  image("C", {1, 3}, std::vector<float>(9, .5f));
  EXPECT_THROW(result("Add", {"C", "A"}), std::runtime_error);
}

// analytic: measurements are numbers; a missing one is NaN, which becomes 0.
TEST_P(ImageMath, Measurements) {
  image("A", {1, 2}, {.5f, .25f});
  measurement("Image", "Mean", {.25});
  EXPECT_EQ(result("Subtract", {"A", "#Mean"}), (std::vector<float>{.25f, 0}));
  EXPECT_EQ(result("Average", {"A", "#Mean*3"}), (std::vector<float>{.3125f, .25f}));
  EXPECT_EQ(result("Add", {"A", "#Nothing"}), (std::vector<float>{0, 0}));
  load("ImageMath", settings("Add", {"#Mean", "A"}, After{}));
  EXPECT_EQ(faults(), "#1 ImageMath, \"Image or measurement?\": the first operand must be an image\n");
}

// analytic: the larger image is cut like the cropped one; a gray image counts for all channels.
TEST_P(ImageMath, SizesAndChannels) {
  image("Large", {1, 4}, {.1f, .2f, .3f, .4f});
  image("Small", {1, 2}, {.5f, .5f}, {1, 1});
  EXPECT_THROW(result("Add", {"Large", "Small"}), std::runtime_error);
  binary("Crop", {1, 4}, {0, 1, 1, 0});
  state().images.at("Small").crop_mask = state().images.at("Crop").pixels;
  state().images.at("Small").crop_shape = {1, 4};
  EXPECT_EQ(result("Add", {"Large", "Small"}), (std::vector<float>{.7f, .8f}));
  image("Color", {1, 1}, {.1f, .2f, .3f});
  image("Gray", {1, 1}, {.5f});
  EXPECT_EQ(result("Add", {"Gray", "Color"}), (std::vector<float>{.6f, .7f, .8f}));
}

// analytic: revision 3 had no setting for invalid values, and its logarithm is the old one.
TEST_P(ImageMath, OldRevisionsAreUpgraded) {
  image("A", {1, 1}, {.5f});
  run("ImageMath",
      "a:Log transform (base 2)\nb:1\nc:1\nd:2\ne:Yes\nf:Yes\nh:No\ni:Out\nj:Image\nk:A\nl:1\nm:", 3);
  EXPECT_EQ(pixels("Out"), (std::vector<float>{1}));
  run("ImageMath", "a:Add\nb:1\nc:1\nd:0\ne:Yes\nf:Yes\ni:Out\nk:A\nl:1\nk:A\nl:.5", 1);
  EXPECT_EQ(pixels("Out"), (std::vector<float>{.75f}));
}

}  // namespace
}  // namespace cellerate
