// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <set>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Pixels = std::vector<double>;

class OverlayObjects : public test::ModuleTest {
 protected:
  Pixels overlaid(const std::string& opacity) {
    run("OverlayObjects", "a:Image\nb:Overlay\nc:Cells\nd:" + opacity);
    const StoredImage& stored = state().images.at("Overlay");
    EXPECT_EQ(stored.channels, 3);
    return download(queue(), static_cast<const double*>(stored.pixels.get()), stored.shape.size() * 3);
  }
};
CEL_ON_EVERY_DEVICE(OverlayObjects);

// analytic: each object has a color of its own, the background becomes darker.
TEST_P(OverlayObjects, ColorsObjects) {
  image("Image", {1, 4}, {.5f, 0, 0, 0});
  objects("Cells", {1, 4}, {0, 1, 3, 3});
  const Pixels found = overlaid("1");
  EXPECT_EQ(Pixels(found.begin(), found.begin() + 3), (Pixels{0, 0, 0}));
  EXPECT_EQ(Pixels(found.begin() + 6, found.begin() + 9), Pixels(found.begin() + 9, found.end()));
  EXPECT_NE(Pixels(found.begin() + 3, found.begin() + 6), Pixels(found.begin() + 6, found.begin() + 9));
  EXPECT_EQ(overlaid("0.5")[0], .25);
  EXPECT_EQ(overlaid("0")[0], .5);
}

// analytic: binary and color images.
TEST_P(OverlayObjects, OfOtherImages) {
  objects("Cells", {1, 1}, {0});
  binary("Image", {1, 1}, {1});
  EXPECT_EQ(overlaid("0.25"), (Pixels{.75, .75, .75}));
  image("Image", {1, 1}, {1, 1, 1});
  EXPECT_NEAR(overlaid("0.25")[0], .75, 1e-7);
}

// edge: no pixels; another size.
TEST_P(OverlayObjects, OtherSizes) {
  image("Image", {0, 0}, {});
  objects("Cells", {0, 0}, {});
  EXPECT_TRUE(overlaid("0.3").empty());
  image("Image", {1, 2}, {0, 0});
  EXPECT_THROW(overlaid("0.3"), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
