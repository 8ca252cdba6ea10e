// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MaskImage : public test::ModuleTest {
 protected:
  static std::string settings(const char* source, const char* invert) {
    return std::string("a:DNA\nb:Masked\nc:") + source + "\nd:Cells\ne:Binary\nf:" + invert;
  }
  std::vector<std::uint8_t> mask() {
    const StoredImage& stored = state().images.at("Masked");
    return download(queue(), static_cast<const std::uint8_t*>(stored.mask.get()), stored.shape.size());
  }
};
CEL_ON_EVERY_DEVICE(MaskImage);

// analytic: the mask of the image and that of the objects must both allow a pixel.
TEST_P(MaskImage, ByObjects) {
  image("DNA", {1, 4}, {.1f, .2f, .3f, .4f}, {1, 1, 1, 0});
  objects("Cells", {1, 4}, {0, 1, 2, 2});
  run("MaskImage", settings("Objects", "No"));
  EXPECT_EQ(pixels("Masked"), (std::vector<float>{0, .2f, .3f, 0}));
  EXPECT_EQ(mask(), (std::vector<std::uint8_t>{0, 1, 1, 0}));
  run("MaskImage", settings("Objects", "Yes"));
  EXPECT_EQ(pixels("Masked"), (std::vector<float>{.1f, 0, 0, 0}));
}

// analytic: a binary image, and a gray one that counts above one half; all channels are hidden.
TEST_P(MaskImage, ByImage) {
  image("DNA", {1, 2}, {.1f, .2f, .3f, .4f, .5f, .6f});
  binary("Binary", {1, 2}, {0, 1});
  run("MaskImage", settings("Image", "No"));
  EXPECT_EQ(pixels("Masked"), (std::vector<float>{0, 0, 0, .4f, .5f, .6f}));
  image("Binary", {1, 2}, {.5f, .51f});
  run("MaskImage", settings("Image", "Yes"));
  EXPECT_EQ(mask(), (std::vector<std::uint8_t>{1, 0}));
}

// analytic: a binary image stays one.
TEST_P(MaskImage, KeepsTheType) {
  binary("DNA", {1, 2}, {1, 1});
  objects("Cells", {1, 2}, {0, 1});
  run("MaskImage", settings("Objects", "No"));
  EXPECT_EQ(bits("Masked"), (std::vector<std::uint8_t>{0, 1}));
}

// edge: another size, and an object set without objects.
TEST_P(MaskImage, OddMasks) {
  image("DNA", {1, 2}, {1, 1});
  objects("Cells", {2, 1}, {1, 1});
  EXPECT_THROW(run("MaskImage", settings("Objects", "No")), std::runtime_error);
  objects("Cells", {1, 2}, {0, 0});
  run("MaskImage", settings("Objects", "No"));
  EXPECT_EQ(pixels("Masked"), (std::vector<float>{0, 0}));
}

// analytic: revision 1 names the objects first.
TEST_P(MaskImage, OldRevisionsAreUpgraded) {
  image("DNA", {1, 2}, {1, 1});
  objects("Cells", {1, 2}, {0, 1});
  run("MaskImage", "a:Cells\nb:DNA\nc:Masked\nd:No", 1);
  EXPECT_EQ(pixels("Masked"), (std::vector<float>{0, 1}));
}

}  // namespace
}  // namespace cellerate
