// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/radial_map.hpp"

#include <cmath>

#include "cuda/label/propagate.hpp"
#include "cuda/region/geodesic.hpp"
#include "cuda/region/pixel_index.hpp"
#include "cuda/region/radial_rings.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class RadialMap : public test::EveryDevice {
 protected:
  kernel::RadialMap map_of(Shape2 shape, const std::vector<std::int32_t>& labels, int count,
                           kernel::RadialScale scale, kernel::Ties ties = kernel::Ties::Exact) {
    const auto plane = upload(queue(), labels);
    const auto index = kernel::pixel_index(queue(), plane.view(shape), count);
    return kernel::radial_map(queue(), index.view(), plane.view(shape), scale, ties);
  }
};
CEL_ON_EVERY_DEVICE(RadialMap);

// invariant: sweeps find what Dijkstra's algorithm finds, to the last bit, around bays too.
TEST_P(RadialMap, GeodesicsAreShortestWays) {
  for (const Shape2 shape : test::every_shape()) {
    if (shape.empty()) continue;
    std::vector<std::int32_t> labels = test::blobs(shape, 1), seeds(shape.size(), 0), pixels;
    labels[0] = 1;
    std::vector<std::uint8_t> mask;
    for (std::int64_t i = 0; i < shape.size(); ++i) {
      mask.push_back(labels[i] > 0);
      if (labels[i]) pixels.push_back(static_cast<std::int32_t>(i));
    }
    const std::int64_t seed = std::ssize(pixels) / 2;
    seeds[pixels[seed]] = 1;
    const auto on_seeds = upload(queue(), seeds);
    const auto on_mask = upload(queue(), mask);
    Buffer<std::int32_t> reached(queue(), shape);
    Buffer<double> ways(queue(), shape);
    kernel::propagate(queue(), {}, on_seeds.view(shape), on_mask.view(shape), 1, reached.view(shape),
                      ways.view(shape));
    const auto expected = download(queue(), ways);
    kernel::Geodesic geodesic;
    const auto& found = geodesic.lengths({0, 0, shape.height, shape.width}, pixels.data(), std::ssize(pixels),
                                         shape.width, {seed});
    for (std::size_t i = 0; i < pixels.size(); ++i)
      EXPECT_EQ(std::isfinite(found[i]) ? found[i] : -1, expected[pixels[i]]);
  }
}

// edge: an object that is all of the plane has its outside above the first pixel, as SciPy has it.
TEST_P(RadialMap, WithoutAnyOutside) {
  const kernel::RadialMap map = map_of({2, 2}, {1, 1, 1, 1}, 1, {});
  EXPECT_EQ(map.distances[3], 0);
  EXPECT_EQ(map.distances[0], std::sqrt(2.0) / (std::sqrt(2.0) + 1 + 0.001));
}

// golden: numpy 1.23 argsort; of 5 pixels at one distance from the edge it puts the last one last.
TEST_P(RadialMap, TiedCenters) {
  const kernel::RadialMap map =
      map_of({3, 7}, {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, 1,
             {.to_edge = false, .radius = 1});
  EXPECT_EQ(map.distances, (std::vector<double>{2, 1, 0, 1, 2}));
}

// analytic: ties that are decided fast go to the first pixel.
TEST_P(RadialMap, FastTies) {
  const kernel::RadialMap map =
      map_of({3, 7}, {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, 1,
             {.to_edge = false, .radius = 1}, kernel::Ties::Fast);
  EXPECT_EQ(map.distances, (std::vector<double>{0, 1, 2, 3, 4}));
}

// edge: pixels that are not connected to the centre belong to none, and are in no ring.
TEST_P(RadialMap, PartsApartFromTheCenter) {
  const Shape2 shape{1, 6};
  const std::vector<std::int32_t> labels = {1, 1, 1, 0, 1, 2};
  const kernel::RadialMap map = map_of(shape, labels, 2, {});
  EXPECT_EQ(map.distances[3], -1);
  const auto plane = upload(queue(), labels);
  const auto index = kernel::pixel_index(queue(), plane.view(shape), 2);
  const kernel::RadialRings rings = kernel::radial_rings(queue(), index.view(), map, 2);
  EXPECT_EQ(download(queue(), rings.starts).back(), 4);
}

// edge: nothing is mapped without objects.
TEST_P(RadialMap, WithoutObjects) {
  EXPECT_TRUE(map_of({2, 3}, std::vector<std::int32_t>(6, 0), 0, {}).distances.empty());
}

}  // namespace
}  // namespace cellerate
