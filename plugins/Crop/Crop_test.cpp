// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class Crop : public test::ModuleTest {
 protected:
  static std::string settings(const char* shape, const char* removal, const char* horizontal = "begin,end",
                              const char* vertical = "begin,end") {
    return std::string("a:DNA\nb:Cropped\nc:") + shape + "\nd:Coordinates\ne:Every\nf:" + horizontal +
           "\ng:" + vertical + "\nh:2,1\ni:2\nj:1\nk:" + removal + "\nl:Mask\nm:Other\nn:Cells";
  }
  std::vector<std::uint8_t> mask(const char* name = "Cropped") {
    const StoredImage& stored = state().images.at(name);
    return download(queue(), static_cast<const std::uint8_t*>(stored.mask.get()), stored.shape.size());
  }
  double area() const { return values("Image", "Crop_AreaRetainedAfterCropping_Cropped").at(0); }
};
CEL_ON_EVERY_DEVICE(Crop);

// analytic: positions from the near and from the far edge; the image keeps its size or not.
TEST_P(Crop, Rectangle) {
  image("DNA", {2, 4}, {.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f}, {1, 0, 1, 1, 1, 1, 1, 1});
  run("Crop", settings("Rectangle", "Edges", "1,-1", "0,1"));
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{.2f, .3f}));
  EXPECT_EQ(mask(), (std::vector<std::uint8_t>{0, 1}));
  EXPECT_EQ(area(), 2);
  EXPECT_EQ(values("Image", "Crop_OriginalImageArea_Cropped"), (std::vector<double>{8}));
  expect_declared_columns_are_measured();
  run("Crop", settings("Rectangle", "No", "1,3", "begin,end"));
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{0, .2f, .3f, 0, 0, .6f, .7f, 0}));
}

// golden: CellProfiler 4.2.8.
TEST_P(Crop, Ellipse) {
  image("DNA", {3, 5}, std::vector<float>(15, 1));
  run("Crop", settings("Ellipse", "Edges"));
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0}));
}

// analytic: inner lines go only with "All"; objects forget the image's mask.
TEST_P(Crop, ObjectsWithAGap) {
  image("DNA", {1, 4}, {.1f, .2f, .3f, .4f}, {1, 1, 0, 0});
  objects("Cells", {1, 4}, {0, 1, 0, 2});
  run("Crop", settings("Objects", "Edges"));
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{.2f, 0, .4f}));
  EXPECT_EQ(mask(), (std::vector<std::uint8_t>{1, 0, 1}));
  run("Crop", settings("Objects", "All"));
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{.2f, .4f}));
}

// analytic: color images by a gray one, whose cropping a second image takes over.
TEST_P(Crop, ImageAndPreviousCropping) {
  image("Mask", {1, 3}, {0, .01f, 1});
  image("DNA", {1, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  run("Crop", settings("Image", "Edges"));
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{4, 5, 6, 7, 8, 9}));
  image("Other", {1, 2}, {0, 0});
  state().images.at("Other") = state().images.at("Cropped");
  image("DNA", {1, 3}, {.1f, .2f, .3f});
  run("Crop", settings("Previous cropping", "Edges"));
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{.2f, .3f}));
}

// edge: nothing stays; sizes that differ; the mouse.
TEST_P(Crop, WhatCannotBe) {
  image("DNA", {1, 2}, {1, 1});
  run("Crop", settings("Rectangle", "All", "0,-0"));
  EXPECT_TRUE(state().images.at("Cropped").shape.empty());
  EXPECT_EQ(area(), 0);
  image("DNA", {1, 1}, {1, 1, 1});
  run("Crop", settings("Rectangle", "All", "0,-0"));
  EXPECT_EQ(state().images.at("Cropped").channels, 1);
  objects("Cells", {2, 2}, {1, 1, 1, 1});
  EXPECT_THROW(run("Crop", settings("Objects", "All")), std::runtime_error);
  std::string mouse = settings("Rectangle", "All");
  mouse.replace(mouse.find("Coordinates"), 11, "Mouse");
  load("Crop", mouse);
  EXPECT_NE(faults().find("nobody to draw"), std::string::npos);
  load("Crop", settings("Rectangle", "All", "9,3"));
  EXPECT_NE(faults().find("Left and right rectangle positions"), std::string::npos);
}

// analytic: revision 2 had a setting for plotting, and other names.
TEST_P(Crop, OldRevisionsAreUpgraded) {
  image("DNA", {1, 3}, {.1f, .2f, .3f});
  run("Crop",
      "a:DNA\nb:Cropped\nc:Rectangle\nd:Coordinates\ne:Individually\nf:1,end\ng:begin,end\nh:2,1\ni:2\nj:1\n"
      "x:Mask\nk:Edges\nl:None\nm:None\nn:None",
      2);
  EXPECT_EQ(pixels("Cropped"), (std::vector<float>{.2f, .3f}));
}

}  // namespace
}  // namespace cellerate
