// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/convex_hull_image.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class ConvexHullImage : public test::EveryDevice {
 protected:
  std::string hull(Shape2 shape, const std::vector<std::pair<int, int>>& pixels) {
    std::vector<std::uint8_t> mask(shape.size());
    for (const auto& [y, x] : pixels) mask[y * shape.width + x] = 1;
    auto plane = upload(queue(), mask);
    kernel::convex_hull_image(queue(), std::as_const(plane).view(shape), plane.view(shape));
    std::string text;
    for (const std::uint8_t pixel : download(queue(), plane)) text += pixel ? '#' : '.';
    return text;
  }
};
CEL_ON_EVERY_DEVICE(ConvexHullImage);

// golden (centrosome 1.2.3): a quadrangle, and a line that goes back another way than it came.
TEST_P(ConvexHullImage, AgreesWithCentrosome) {
  EXPECT_EQ(hull({7, 9}, {{1, 2}, {5, 1}, {4, 7}, {3, 3}}),
            "...........#........###......#####...#######..####.............");
  EXPECT_EQ(hull({7, 9}, {{1, 1}, {4, 7}}),
            "..........##........###........###........##...................");
}

// edge: nothing, one pixel.
TEST_P(ConvexHullImage, OfNextToNothing) {
  EXPECT_EQ(hull({0, 0}, {}), "");
  EXPECT_EQ(hull({2, 2}, {}), "....");
  EXPECT_EQ(hull({2, 2}, {{1, 0}}), "..#.");
}

}  // namespace
}  // namespace cellerate
