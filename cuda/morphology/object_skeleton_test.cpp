// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/object_skeleton.hpp"

#include <algorithm>

#include "cuda/morphology/skeleton_graph.hpp"
#include "cuda/morphology/skeleton_nodes.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{9, 16};

class ObjectSkeleton : public test::EveryDevice {
 protected:
  /// A body of 3 x 3 pixels with a line of ten pixels to the right, and a line that no body reaches.
  kernel::ObjectSkeleton line(int largest_hole) {
    std::vector<std::int32_t> labels(kShape.size(), 0);
    std::vector<std::uint8_t> lines(kShape.size(), 0);
    for (int y = 3; y < 6; ++y)
      for (int x = 1; x < 4; ++x) labels[y * 16 + x] = 1;
    for (int x = 2; x < 14; ++x) lines[4 * 16 + x] = lines[8 * 16 + x] = 1;
    const auto on_lines = upload(queue(), lines);
    const auto on_labels = upload(queue(), labels);
    return kernel::object_skeleton(queue(), on_lines.view(kShape), on_labels.view(kShape), largest_hole);
  }
};
CEL_ON_EVERY_DEVICE(ObjectSkeleton);

// analytic: one trunk, one end, no branch; what lies apart belongs to nobody.
TEST_P(ObjectSkeleton, OfALine) {
  const kernel::ObjectSkeleton found = line(10);
  const kernel::SkeletonFeatures features = kernel::skeleton_features(found, 1);
  EXPECT_EQ(features.trunks, std::vector<double>{1});
  EXPECT_EQ(features.branches, std::vector<double>{0});
  EXPECT_EQ(features.ends, std::vector<double>{1});
  EXPECT_EQ(found.labels[4 * 16 + 13], 1);
  EXPECT_EQ(found.labels[8 * 16 + 5], 0);
  const std::vector<float> picture = kernel::paint_skeleton(found);
  EXPECT_EQ(picture[3 * (4 * 16 + 13) + 2], 1);
  EXPECT_EQ(picture[3 * (8 * 16 + 5)], 1);
}

// analytic: the trunk and the end are joined by one edge.
TEST_P(ObjectSkeleton, AsAGraph) {
  const std::vector<float> intensity(kShape.size(), .5f);
  const kernel::SkeletonGraph graph = kernel::skeleton_graph(line(0), {intensity.data(), kShape});
  int trunk = 0, end = 0;
  for (std::size_t k = 0; k < graph.vertices.size(); ++k) {
    const kernel::SkeletonVertex& vertex = graph.vertices[k];
    if (vertex.kind == 'T') trunk = static_cast<int>(k) + 1;
    if (vertex.kind == 'E' && vertex.y == 4 && vertex.x == 13) end = static_cast<int>(k) + 1;
  }
  ASSERT_TRUE(trunk > 0 && end > trunk);
  const auto edge = std::find_if(graph.edges.begin(), graph.edges.end(), [&](const kernel::SkeletonEdge& e) {
    return e.first == trunk && e.second == end;
  });
  ASSERT_NE(edge, graph.edges.end());
  EXPECT_EQ(edge->intensity, .5 * static_cast<double>(edge->length));
}

// edge: planes without objects or lines.
TEST_P(ObjectSkeleton, OfNothing) {
  const auto lines = zeros<std::uint8_t>(queue(), 4);
  const auto labels = zeros<std::int32_t>(queue(), 4);
  const Shape2 shape{2, 2};
  const kernel::ObjectSkeleton found =
      kernel::object_skeleton(queue(), lines.view(shape), labels.view(shape), 1);
  EXPECT_EQ(kernel::skeleton_features(found, 2).length, (std::vector<double>{0, 0}));
  const std::vector<float> intensity(4, 0.0f);
  EXPECT_TRUE(kernel::skeleton_graph(found, {intensity.data(), shape}).vertices.empty());
}

// analytic: a line of three pixels has two ends, whatever is rounded.
TEST_P(ObjectSkeleton, NodesByNeighbors) {
  const auto mask = upload(queue(), std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0});
  const kernel::SkeletonNodes nodes = kernel::skeleton_nodes(queue(), mask.view({3, 5}));
  EXPECT_EQ(nodes.branches, 0);
  EXPECT_EQ(nodes.ends, 2);
  EXPECT_EQ(kernel::skeleton_nodes(queue(), mask.view({0, 0})).ends, 0);
}

}  // namespace
}  // namespace cellerate
