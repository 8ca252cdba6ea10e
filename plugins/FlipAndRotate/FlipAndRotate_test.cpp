// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Pixels = std::vector<float>;
using Values = std::vector<double>;

class FlipAndRotate : public test::ModuleTest {
 protected:
  struct With {
    const char *flip = "Do not flip", *rotation = "Do not rotate", *crops = "No", *first = "0,0",
               *second = "0,100", *alignment = "horizontally", *angle = "0";
  };
  static std::string settings(const With& with) {
    std::string text = "a:In\nb:Out";
    for (const char* value : {with.flip, with.rotation, with.crops, "Individually", with.first, with.second,
                              with.alignment, with.angle})
      text += std::string("\nc:") + value;
    return text;
  }
  Pixels made(const With& with) {
    run("FlipAndRotate", settings(with));
    return pixels("Out");
  }
};
CEL_ON_EVERY_DEVICE(FlipAndRotate);

// analytic: mirrored with its mask; the rotation is measured.
TEST_P(FlipAndRotate, Flips) {
  image("In", {2, 2}, {1, 2, 3, 4}, {1, 0, 1, 1});
  EXPECT_EQ(made({.flip = "Left to right"}), (Pixels{2, 1, 4, 3}));
  EXPECT_EQ(made({.flip = "Top to bottom"}), (Pixels{3, 4, 1, 2}));
  EXPECT_EQ(made({.flip = "Left to right and top to bottom"}), (Pixels{4, 3, 2, 1}));
  EXPECT_EQ(values("Image", "Rotation_Out"), Values{0});
  const auto& mask = state().images.at("Out").mask;
  EXPECT_EQ(download(queue(), static_cast<const std::uint8_t*>(mask.get()), 4),
            (std::vector<std::uint8_t>{1, 1, 0, 1}));
  expect_declared_columns_are_measured();
}

// analytic: a quarter turn of a color image, counterclockwise.
TEST_P(FlipAndRotate, TurnsColors) {
  image("In", {1, 2}, {1, 2, 3, 4, 5, 6});
  const Pixels found = made({.rotation = "Enter angle", .angle = "90"}), expected{4, 5, 6, 1, 2, 3};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-5);
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{2, 1}));
}

// analytic: the angle of two points, in CellProfiler's directions.
TEST_P(FlipAndRotate, AngleOfPoints) {
  image("In", {2, 2}, {1, 1, 1, 1});
  made({.rotation = "Enter coordinates", .first = "0,0", .second = "100,100"});
  EXPECT_NEAR(values("Image", "Rotation_Out")[0], 45, 1e-9);
  made({.rotation = "Enter coordinates", .first = "0,0", .second = "100,100", .alignment = "vertically"});
  EXPECT_NEAR(values("Image", "Rotation_Out")[0], -45, 1e-9);
}

// invariant: what is cropped has no empty corners.
TEST_P(FlipAndRotate, Crops) {
  image("In", {30, 40}, Pixels(1200, 1.f));
  for (const float value : made({.rotation = "Enter angle", .crops = "Yes", .angle = "20"}))
    EXPECT_GT(value, .4f);
  EXPECT_LT(state().images.at("Out").shape.width, 40);
}

// edge: nothing that is not masked; a mouse; revision 1.
TEST_P(FlipAndRotate, Failures) {
  image("In", {1, 2}, {1, 2}, {0, 0});
  EXPECT_THROW(made({.flip = "Left to right"}), std::runtime_error);
  load("FlipAndRotate", settings({.rotation = "Use mouse"}));
  EXPECT_NE(faults(), "");
  load("FlipAndRotate", settings({.rotation = "Enter coordinates", .first = "a,b"}));
  EXPECT_NE(faults(), "");
  load("FlipAndRotate", settings({.rotation = "Angle", .first = "a,b"}), 1);
  EXPECT_EQ(faults(), "");
}

}  // namespace
}  // namespace cellerate
