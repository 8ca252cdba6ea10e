// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/neighbors.hpp"

#include <cmath>
#include <set>
#include <utility>

#include "cuda/region/pixel_index.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Pairs = std::set<std::pair<int, int>>;

class NeighborsTest : public test::EveryDevice {
 protected:
  struct Contacts {
    Pairs pairs;
    std::vector<kernel::Outline> outlines;
  };
  Contacts contacts(Shape2 shape, const std::vector<std::int32_t>& labels,
                    const std::vector<std::int32_t>& others, int count, int distance, bool same) {
    const auto plane = upload(queue(), labels), other_plane = upload(queue(), others);
    const auto index = kernel::pixel_index(queue(), plane.view(shape), count);
    Buffer<kernel::Outline> outlines(queue(), count);
    Contacts found;
    for (const auto [own, other] :
         kernel::object_contacts(queue(), index.view(), plane.view(shape), other_plane.view(shape), count,
                                 distance, same, outlines.view()))
      found.pairs.insert({own, other});
    found.outlines = download(queue(), outlines);
    return found;
  }
};
CEL_ON_EVERY_DEVICE(NeighborsTest);

/// Every pair of pixels within the distance.
Pairs every_pair(Shape2 shape, const std::vector<std::int32_t>& labels,
                 const std::vector<std::int32_t>& others, int distance, bool same) {
  Pairs pairs;
  for (int i = 0; i < shape.size(); ++i)
    for (int j = 0; j < shape.size(); ++j) {
      const int dy = i / shape.width - j / shape.width, dx = i % shape.width - j % shape.width;
      if (labels[i] == 0 || others[j] == 0 || dy * dy + dx * dx > distance * distance) continue;
      if (!same || labels[i] != others[j]) pairs.insert({labels[i], others[j]});
    }
  return pairs;
}

// invariant: the pairs are those of a search over all pixels, within one set and between two.
TEST_P(NeighborsTest, FindsEveryPairWithinReach) {
  const Shape2 shape{19, 23};
  std::vector<std::int32_t> labels = test::blobs(shape, 9, 1), others = test::blobs(shape, 9, 2);
  for (std::size_t i = 0; i < labels.size(); i += 2) labels[i] = 0;
  std::fill(labels.begin(), labels.begin() + 5 * shape.width, 3);
  for (const int distance : {1, 2, 5}) {
    EXPECT_EQ(contacts(shape, labels, labels, 9, distance, true).pairs,
              every_pair(shape, labels, labels, distance, true));
    EXPECT_EQ(contacts(shape, labels, others, 9, distance, false).pairs,
              every_pair(shape, labels, others, distance, false));
  }
}

// analytic: two squares side by side touch along one side; the border of the plane belongs to the outline.
TEST_P(NeighborsTest, CountsTheTouchedOutline) {
  const Shape2 shape{5, 9};
  std::vector<std::int32_t> labels(45);
  for (int y = 1; y < 4; ++y)
    for (int x = 0; x < 6; ++x) labels[y * 9 + x] = 1 + x / 3;
  const auto found = contacts(shape, labels, labels, 2, 1, true);
  EXPECT_EQ(found.pairs, (Pairs{{1, 2}, {2, 1}}));
  for (const kernel::Outline outline : found.outlines) {
    EXPECT_EQ(outline.pixels, 8);
    EXPECT_EQ(outline.touched, 3);
  }
}

// analytic: nearest first, the lower index first among equals, unusable and missing ones last.
TEST_P(NeighborsTest, OrdersCenters) {
  const auto to = upload(queue(), std::vector<kernel::Center>{{0, 3}, {0, -1}, {std::nan(""), 0}, {0, 1}});
  const auto from = upload(queue(), std::vector<kernel::Center>{{0, 0}});
  Buffer<std::int32_t> nearest(queue(), kernel::kNearest);
  kernel::nearest_centers(queue(), from.view(), to.view(), {}, nearest.view());
  EXPECT_EQ(download(queue(), nearest), (std::vector<std::int32_t>{1, 3, 0}));
  const auto usable = upload(queue(), std::vector<std::uint8_t>{1, 0, 1, 1});
  kernel::nearest_centers(queue(), from.view(), to.view(), usable.view(), nearest.view());
  EXPECT_EQ(download(queue(), nearest), (std::vector<std::int32_t>{3, 0, 1}));
}

// edge: no objects, and a centre of none.
TEST_P(NeighborsTest, TakesNothing) {
  EXPECT_TRUE(contacts({2, 2}, {0, 0, 0, 0}, {0, 0, 0, 0}, 0, 1, true).pairs.empty());
  const Shape2 shape{1, 3};
  const auto index =
      kernel::pixel_index(queue(), upload(queue(), std::vector<std::int32_t>{1, 0, 1}).view(shape), 2);
  Buffer<kernel::Center> centers(queue(), 2);
  kernel::object_centers(queue(), index.view(), centers.view());
  EXPECT_EQ(download(queue(), centers)[0].x, 1);
  EXPECT_TRUE(std::isnan(download(queue(), centers)[1].x));
}

}  // namespace
}  // namespace cellerate
