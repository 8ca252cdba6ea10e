// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/combine_labels.hpp"

#include <stdexcept>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;
using kernel::Combination;

class CombineLabels : public test::EveryDevice {
 protected:
  Labels combined(const Labels& first, const Labels& second, Combination combination) {
    const Shape2 shape{1, static_cast<int>(first.size())};
    const auto a = upload(queue(), first), b = upload(queue(), second);
    Buffer<std::int32_t> out(queue(), shape);
    kernel::combine_labels(queue(), a.view(shape), b.view(shape), combination, out.view(shape));
    return download(queue(), out);
  }
  /// The first object of the second set overlaps the first one of the first set.
  const Labels first_{1, 1, 1, 0, 0, 0, 2, 0, 0}, second_{0, 0, 1, 1, 1, 0, 0, 0, 2};
};
CEL_ON_EVERY_DEVICE(CombineLabels);

// golden (CellProfiler 4.2.8)
TEST_P(CombineLabels, OverlappingObjects) {
  EXPECT_EQ(combined(first_, second_, Combination::kMerge), (Labels{1, 1, 1, 1, 1, 0, 2, 0, 4}));
  EXPECT_EQ(combined(first_, second_, Combination::kPreserve), (Labels{1, 1, 1, 3, 3, 0, 2, 0, 4}));
  EXPECT_EQ(combined(first_, second_, Combination::kDiscard), (Labels{1, 1, 1, 0, 0, 0, 2, 0, 2}));
  EXPECT_EQ(combined(first_, second_, Combination::kSegment), (Labels{1, 1, 1, 3, 3, 0, 2, 0, 4}));
}

// golden (CellProfiler 4.2.8): equal objects stay, one inside of another vanishes, one in several is an
// error.
TEST_P(CombineLabels, ObjectsInsideOfOthers) {
  EXPECT_EQ(combined({1, 1, 0}, {5, 5, 0}, Combination::kSegment), (Labels{1, 1, 0}));
  EXPECT_EQ(combined({0, 1, 0}, {1, 1, 1}, Combination::kSegment), (Labels{2, 2, 2}));
  EXPECT_THROW(combined({1, 1, 1}, {1, 2, 2}, Combination::kSegment), std::runtime_error);
}

// edge: no pixels, one set without objects.
TEST_P(CombineLabels, OfNothing) {
  for (const Combination c :
       {Combination::kMerge, Combination::kPreserve, Combination::kDiscard, Combination::kSegment}) {
    EXPECT_TRUE(combined({}, {}, c).empty());
    EXPECT_EQ(combined({0, 3}, {0, 0}, c), (Labels{0, 3}));
    EXPECT_EQ(combined({0, 0}, {0, 3}, c), (Labels{0, 3}));
  }
}

}  // namespace
}  // namespace cellerate
