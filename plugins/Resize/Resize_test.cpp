// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class Resize : public test::ModuleTest {
 protected:
  struct With {
    const char *factor_x = "2", *factor_y = "1", *interpolation = "Bilinear", *from = "Manual";
    bool to_size = false;
    const char *width = "3", *height = "2";
  };
  static std::string settings(const With& with) {
    std::string text = "a:In\nb:Out";
    for (const char* value : {with.to_size ? "Resize by specifying desired final dimensions"
                                           : "Resize by a fraction or multiple of the original size",
                              with.factor_x, with.factor_y, "1", with.width, with.height, "10",
                              with.interpolation, with.from, "Like", "0"})
      text += std::string("\nc:") + value;
    return text;
  }
  std::vector<float> resized(const With& with) {
    run("Resize", settings(with));
    return pixels("Out");
  }
  std::vector<std::uint8_t> mask() {
    const StoredImage& stored = state().images.at("Out");
    return download(queue(), static_cast<const std::uint8_t*>(stored.mask.get()), stored.shape.size());
  }
};
CEL_ON_EVERY_DEVICE(Resize);

// golden: skimage.transform.resize 0.18.3; pixels of the larger image lie at quarters between those of the
// smaller one.
TEST_P(Resize, MakesLarger) {
  image("In", {1, 3}, {0, .5f, 1});
  EXPECT_EQ(resized({}), (std::vector<float>{0, .125f, .375f, .625f, .875f, 1}));
  EXPECT_EQ(resized({.interpolation = "Nearest Neighbor"}), (std::vector<float>{0, 0, .5f, .5f, 1, 1}));
  EXPECT_EQ(resized({.interpolation = "Bicubic"}),
            (std::vector<float>{0, .08984375f, .36328125f, .63671875f, .91015625f, 1}));
}

// invariant: what becomes smaller is blurred, and stays in the range of the blurred image.
TEST_P(Resize, MakesSmaller) {
  const std::vector<float> noise = test::noise(60 * 40);
  image("In", {60, 40}, noise);
  const std::vector<float> small =
      resized({.factor_x = "0.25", .factor_y = "0.25", .interpolation = "Bicubic"});
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{15, 10}));
  for (const float value : small) {
    EXPECT_GT(value, .2f);
    EXPECT_LT(value, .8f);
  }
}

// analytic: to a size, or to that of an image; the output has a mask, whatever the input has.
TEST_P(Resize, ToASize) {
  image("In", {1, 1}, {.5f});
  image("Like", {3, 1}, {0, 0, 0});
  EXPECT_EQ(resized({.to_size = true}), std::vector<float>(6, .5f));
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{2, 3}));
  EXPECT_EQ(mask(), std::vector<std::uint8_t>(6, 1));
  EXPECT_EQ(resized({.from = "Image", .to_size = true}), std::vector<float>(3, .5f));
}

// analytic: the mask by its nearest pixel; colors channel by channel; binary images become gray.
TEST_P(Resize, MasksColorsAndBinaryImages) {
  image("In", {1, 2}, {.5f, .5f}, {1, 0});
  resized({});
  EXPECT_EQ(mask(), (std::vector<std::uint8_t>{1, 1, 0, 0}));
  image("In", {1, 2}, {0, 1, .5f, 1, 0, .5f});
  EXPECT_EQ(resized({}), (std::vector<float>{0, 1, .5f, .25f, .75f, .5f, .75f, .25f, .5f, 1, 0, .5f}));
  binary("In", {1, 2}, {0, 1});
  EXPECT_EQ(resized({}), (std::vector<float>{0, .25f, .75f, 1}));
}

// edge: nothing is left.
TEST_P(Resize, ToNothing) {
  image("In", {1, 2}, {.5f, .5f});
  EXPECT_THROW(resized({.factor_x = "0"}), std::runtime_error);
  EXPECT_THROW(resized({.factor_y = "0.1"}), std::runtime_error);
}

// analytic: one factor for both axes up to revision 4; other names up to revision 1.
TEST_P(Resize, OldRevisions) {
  image("In", {1, 2}, {.5f, .5f});
  run("Resize", "a:In\nb:Out\nc:Resize by a factor of the original size\nd:2\ne:100\nf:100\ng:Bilinear", 1);
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{2, 4}));
  run("Resize",
      "a:In\nb:Out\nc:Resize by a fraction or multiple of the original size\nd:3\ne:100\nf:100\ng:Bilinear\n"
      "h:Manual\ni:None\nj:1\nk:In\nl:More",
      4);
  EXPECT_EQ(state().images.at("More").shape, (Shape2{3, 6}));
  run("Resize", "a:In\nb:Out\nc:Resize to a size in pixels\nd:3\ne:5\nf:7\ng:Bilinear", 1);
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{7, 5}));
}

}  // namespace
}  // namespace cellerate
