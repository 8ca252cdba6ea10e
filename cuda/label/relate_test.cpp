// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/relate.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Relate : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(Relate);

// analytic: the parent with the most pixels, the lower of two with as many, none without an overlap.
TEST_P(Relate, ChildrenBelongToTheLargestOverlap) {
  const Shape2 shape{2, 6};
  const std::vector<std::int32_t> parents{3, 3, 3, 1, 1, 0,  //
                                          3, 0, 0, 1, 1, 0};
  const std::vector<std::int32_t> children{2, 2, 2, 2, 1, 4,  //
                                           5, 0, 5, 5, 1, 4};
  const auto overlaps = kernel::label_overlaps(queue(), upload(queue(), parents).view(shape),
                                               upload(queue(), children).view(shape));
  std::vector<std::vector<std::int32_t>> found;
  for (const auto& overlap : overlaps) found.push_back({overlap.first, overlap.second, overlap.pixels});
  EXPECT_EQ(found,
            (std::vector<std::vector<std::int32_t>>{{1, 1, 2}, {1, 2, 1}, {1, 5, 1}, {3, 2, 3}, {3, 5, 1}}));
  const auto parents_of_children = kernel::parents_of(overlaps, 5);
  EXPECT_EQ(parents_of_children, (std::vector<std::int32_t>{1, 3, 0, 0, 1}));
  EXPECT_EQ(kernel::children_per_parent(parents_of_children, 3), (std::vector<std::int32_t>{2, 0, 1}));
}

// edge: no pixels at all.
TEST_P(Relate, NothingOverlapsNothing) {
  EXPECT_TRUE(kernel::label_overlaps(queue(), {}, {}).empty());
  EXPECT_EQ(kernel::parents_of({}, 2), (std::vector<std::int32_t>{0, 0}));
}

}  // namespace
}  // namespace cellerate
