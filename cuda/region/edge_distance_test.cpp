// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/edge_distance.hpp"

#include <cmath>

#include "cuda/region/intensity.hpp"
#include "cuda/region/pixel_index.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class EdgeDistance : public test::EveryDevice {
 protected:
  std::vector<double> distances(Shape2 shape, const std::vector<std::int32_t>& labels, int count,
                                const std::vector<double>& x, const std::vector<double>& y,
                                const std::vector<std::int32_t>& objects) {
    const auto plane = upload(queue(), labels);
    const kernel::PixelIndex index = kernel::pixel_index(queue(), plane.view(shape), count);
    Buffer<std::uint8_t> edges(queue(), index.pixels.size());
    kernel::object_edges(queue(), index.view(), plane.view(shape), edges.view());
    Buffer<double> result(queue(), static_cast<std::int64_t>(x.size()));
    kernel::edge_distances(queue(), index.view(), edges.view(), upload(queue(), x).view(),
                           upload(queue(), y).view(), upload(queue(), objects).view(), result.view());
    return download(queue(), result);
  }
};
CEL_ON_EVERY_DEVICE(EdgeDistance);

// analytic: a 3 x 3 object whose middle pixel is no edge; points inside and outside of it.
TEST_P(EdgeDistance, IsThatToTheNearestEdgePixel) {
  const Shape2 shape{5, 5};
  const std::vector<std::int32_t> labels{0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1,
                                         1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(distances(shape, labels, 1, {2, 0, 2.5}, {2, 0, 1}, {1, 1, 1}),
            (std::vector<double>{1, std::sqrt(2.0), .5}));
}

// edge: no object, an object without pixels, one that fills the plane and so has no edge.
TEST_P(EdgeDistance, WithoutAnEdgeThereIsNoDistance) {
  for (const double distance : distances({2, 2}, {2, 2, 2, 2}, 3, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 1, 2, 3}))
    EXPECT_TRUE(std::isnan(distance));
  EXPECT_TRUE(distances({2, 2}, {0, 0, 0, 0}, 0, {}, {}, {}).empty());
}

}  // namespace
}  // namespace cellerate
