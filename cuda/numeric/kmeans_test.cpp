// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/kmeans.hpp"

#include <gtest/gtest.h>

#include "cuda/numeric/kmeans_seeds.hpp"

namespace cellerate::kernel {
namespace {

std::vector<Point> scattered() {
  std::vector<Point> points;
  for (int i = 0; i < 30; ++i) points.push_back({i * 7 % 13 * 1.0, i * i % 17 * 1.0});
  return points;
}

// golden: sklearn.cluster.KMeans 0.24.2, bit for bit, of a random state seeded with 1, 2, 3.
TEST(KMeans, TheSameBits) {
  RandomState random(std::vector<std::uint32_t>{1, 2, 3});
  const std::vector<Point> centers = kmeans(scattered(), 5, 2, random);
  const std::vector<Point> expected = {{9, 1.25},
                                       {0x1.bffffffffffffp+1, 0x1.d400000000001p+3},
                                       {0x1.ffffffffffffep+0, 2.25},
                                       {0x1.0db6db6db6db6p+3, 0x1.0db6db6db6db7p+3},
                                       {11, 0x1.caaaaaaaaaaaap+3}};
  ASSERT_EQ(centers.size(), expected.size());
  for (std::size_t i = 0; i < centers.size(); ++i) {
    EXPECT_EQ(centers[i].y, expected[i].y) << i;
    EXPECT_EQ(centers[i].x, expected[i].x) << i;
  }
}

// invariant: as many centers as distinct places are those places.
TEST(KMeans, EveryPlaceItsCenter) {
  RandomState random(7);
  const std::vector<Point> places = {{0, 0}, {0, 0}, {5, 5}, {5, 5}, {0, 9}, {0, 9}};
  double sum = 0;
  for (const Point& center : kmeans(places, 3, 2, random)) sum += center.y + 100 * center.x;
  EXPECT_NEAR(sum, 5 + 1400, 1e-9);
}

// analytic: seeds are points, and never the same place where there are others.
TEST(KMeans, SeedsAreApart) {
  RandomState random(1);
  const std::vector<Point> seeds = kmeans_seeds({{0, 0}, {0, 0}, {0, 0}, {3, 4}}, 2, random);
  EXPECT_EQ(squared_distances({seeds[0], seeds[0]}, {seeds[1]}), (std::vector<double>{25, 25}));
}

}  // namespace
}  // namespace cellerate::kernel
