// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

/// The lines of the module, with those that tests change.
struct Lines {
  std::string subject = "Object", color = "red", elements = "Image", mode = "Text", colormap = "jet",
              wants_image = "Yes", scale = "Use this image's measurement range";
  std::string text() const {
    return "s:" + subject + "\no:Nuclei\nm:Size\ni:In\nc:" + color + "\nn:Out\nf:10\nd:2\ne:" + elements +
           "\no:0\nm:" + mode + "\nc:" + colormap + "\nb:" + wants_image + "\ns:" + scale +
           "\nr:0.0,1.0\nf:DejaVu Sans\ns:No\nw:normal";
  }
};

class DisplayDataOnImage : public test::ModuleTest {
 protected:
  void SetUp() override {
    ModuleTest::SetUp();
    if (IsSkipped()) return;
    std::vector<float> ramp;
    for (int y = 0; y < 4; ++y)
      for (int x = 0; x < 5; ++x) ramp.push_back(static_cast<float>((y * 5 + x * 3) % 16) / 16);
    image("In", {4, 5}, ramp);
    objects("Nuclei", {4, 5}, {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 2, 2, 0, 0, 0, 2, 2});
    located({1, 3.5}, {1.5, 2.5});
    measurement("Nuclei", "Size", {1, 3});
  }
  void located(const std::vector<double>& x, const std::vector<double>& y) {
    measurement("Nuclei", "Location_Center_X", x);
    measurement("Nuclei", "Location_Center_Y", y);
  }
  std::vector<int> bytes() {
    std::vector<int> all;
    for (const float value : pixels("Out")) all.push_back(static_cast<int>(std::lround(value * 255)));
    return all;
  }
  /// Red of each pixel, where all colors are the same.
  std::vector<int> grays() {
    const std::vector<int> all = bytes();
    std::vector<int> grays;
    for (std::size_t i = 0; i < all.size(); i += 3) {
      EXPECT_TRUE(all[i] == all[i + 1] && all[i] == all[i + 2]) << i / 3;
      grays.push_back(all[i]);
    }
    return grays;
  }
};
CEL_ON_EVERY_DEVICE(DisplayDataOnImage);

// golden: CellProfiler 4.2.8 shows a gray image in Greys; objects without a value have no text.
TEST_P(DisplayDataOnImage, BackgroundWithoutText) {
  measurement("Nuclei", "Size", {NAN, NAN});
  run("DisplayDataOnImage", Lines{}.text());
  EXPECT_EQ(grays(), (std::vector<int>{255, 226, 182, 122, 64,  199, 140, 86,  19,  247,
                                       104, 40,  255, 226, 182, 0,   239, 199, 140, 86}));
  run("DisplayDataOnImage", Lines{.wants_image = "No"}.text());
  EXPECT_EQ(grays(), std::vector<int>(20, 255));
}

// golden: CellProfiler 4.2.8; the picture is shrunk beside the room of the color bar.
TEST_P(DisplayDataOnImage, ColoredObjects) {
  run("DisplayDataOnImage", Lines{.mode = "Color"}.text());
  EXPECT_EQ(bytes(),
            (std::vector<int>{0,   0,   0,   47, 47, 47,  95,  95,  95,  143, 143, 143, 190, 190, 190,
                              79,  79,  79,  0,  0,  63,  174, 174, 174, 222, 222, 222, 15,  14,  14,
                              158, 158, 159, 0,  0,  102, 0,   0,   0,   23,  0,   0,   47,  0,   0,
                              238, 238, 238, 31, 31, 31,  78,  78,  78,  63,  0,   0,   87,  0,   0}));
}

// golden: a hundredth of an inch more or less: 29 x 57 pixels become 28 x 56; a figure has its own size.
TEST_P(DisplayDataOnImage, SizeOfTheFigure) {
  image("In", {29, 57}, std::vector<float>(29 * 57, 0));
  objects("Nuclei", {29, 57}, std::vector<std::int32_t>(29 * 57, 0));
  measurement("Nuclei", "Size", {});
  located({}, {});
  run("DisplayDataOnImage", Lines{}.text());
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{28, 56}));
  EXPECT_EQ(grays(), std::vector<int>(28 * 56, 255));
  run("DisplayDataOnImage", Lines{.elements = "Figure"}.text());
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{480, 640}));
}

// invariant: texts have their color, and the same pixels in each run; the image's text stands in the middle.
TEST_P(DisplayDataOnImage, Texts) {
  image("In", {60, 80}, std::vector<float>(4800, .5f));
  measurement("Image", "Size", {3.25});
  run("DisplayDataOnImage", Lines{.subject = "Image", .color = "#0000FF"}.text());
  const std::vector<int> first = bytes();
  run("DisplayDataOnImage", Lines{.subject = "Image", .color = "b"}.text());
  EXPECT_EQ(bytes(), first);
  double count = 0, x = 0, y = 0;
  for (int i = 0; i < 4800; ++i)
    if (first[3 * i] < 255) {
      EXPECT_EQ(first[3 * i + 2], 255);
      ++count, x += i % 80, y += i / 80;
    }
  EXPECT_GT(count, 50);
  EXPECT_NEAR(x / count, 40, 3);
  EXPECT_NEAR(y / count, 30, 3);
}

// edge: nothing to color; sizes that do not fit; a color and a map that are none.
TEST_P(DisplayDataOnImage, Edges) {
  measurement("Nuclei", "Size", {2, NAN});
  run("DisplayDataOnImage", Lines{.mode = "Color", .scale = "Manual"}.text());
  objects("Nuclei", {1, 2}, {1, 2});
  EXPECT_THROW(run("DisplayDataOnImage", Lines{.mode = "Color"}.text()), std::runtime_error);
  load("DisplayDataOnImage", Lines{.color = "mauve-ish"}.text());
  EXPECT_NE(faults(), "");
  load("DisplayDataOnImage", Lines{.mode = "Color", .colormap = "mauve"}.text());
  EXPECT_NE(faults(), "");
}

// analytic: each revision had fewer settings.
TEST_P(DisplayDataOnImage, OldRevisionsAreUpgraded) {
  const std::string start = "s:Object\no:Nuclei\nm:Size\ni:In\nc:y\nn:Out\n";
  run("DisplayDataOnImage", start + "d:100\ne:Image", 1);
  std::string lines = start + "f:10\nd:2\ne:Image";
  run("DisplayDataOnImage", lines, 2);
  run("DisplayDataOnImage", lines += "\no:0", 3);
  run("DisplayDataOnImage", lines += "\nm:Color\nc:Default", 4);
  run("DisplayDataOnImage", lines += "\nw:No", 5);
  run("DisplayDataOnImage", lines += "\ns:Manual\nr:0.0,1.0", 6);
  run("DisplayDataOnImage", Lines{.scale = "Use this image\\'s measurement range"}.text());
  EXPECT_EQ(state().images.at("Out").shape, (Shape2{4, 5}));
}

}  // namespace
}  // namespace cellerate
