// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/mark_boundaries.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class MarkBoundaries : public test::EveryDevice {
 protected:
  /// Draws in white on black and shows the red channel.
  std::string draw(const std::vector<std::int32_t>& labels, Shape2 shape, kernel::BoundaryMode mode,
                   Shape2 image_shape) {
    auto image = zeros<float>(queue(), 3 * image_shape.size());
    kernel::mark_boundaries(queue(), upload(queue(), labels).view(shape), mode, {1, 1, 1}, image.data(),
                            image_shape);
    const auto pixels = download(queue(), image);
    std::string drawn;
    for (std::int64_t i = 0; i < image_shape.size(); ++i) drawn += pixels[3 * i] > 0 ? '#' : '.';
    return drawn;
  }
};
CEL_ON_EVERY_DEVICE(MarkBoundaries);

// golden: skimage 0.18.3 find_boundaries of this plane: two touching objects of which one meets the border.
TEST_P(MarkBoundaries, AgreesWithScikitImage) {
  const Shape2 shape{4, 6};
  const std::vector<std::int32_t> labels = {0, 0, 0, 0, 0, 0,  //
                                            0, 1, 1, 2, 2, 2,  //
                                            0, 1, 1, 2, 2, 2,  //
                                            0, 1, 1, 2, 2, 2};
  EXPECT_EQ(draw(labels, shape, kernel::BoundaryMode::Inner, shape),
            "......"
            ".#####"
            ".###.."
            ".###..");
  EXPECT_EQ(draw(labels, shape, kernel::BoundaryMode::Outer, shape),
            ".#####"
            "#.##.."
            "#.##.."
            "#.##..");
  EXPECT_EQ(draw(labels, shape, kernel::BoundaryMode::Thick, shape),
            ".#####"
            "######"
            "####.."
            "####..");
}

// edge: labels smaller than the image end where background begins; larger ones are cut.
TEST_P(MarkBoundaries, LabelsOfAnotherSizeAreCutOrPadded) {
  EXPECT_EQ(draw({1, 1, 1, 1}, {2, 2}, kernel::BoundaryMode::Inner, {3, 3}),
            ".#."
            "##."
            "...");
  EXPECT_EQ(draw({1, 0, 1, 0}, {2, 2}, kernel::BoundaryMode::Inner, {1, 1}), ".");
  EXPECT_EQ(draw({}, {0, 0}, kernel::BoundaryMode::Inner, {0, 0}), "");
}

}  // namespace
}  // namespace cellerate
