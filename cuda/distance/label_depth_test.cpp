// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/distance/label_depth.hpp"

#include <gtest/gtest.h>

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

// analytic: other objects are outside, too; the border of the plane is not.
TEST(LabelDepth, OfTouchingObjects) {
  const Labels labels{1, 1, 1, 2, 2, 0, 3, 3};
  EXPECT_EQ(kernel::label_depths({labels.data(), {1, 8}}), (Labels{9, 4, 1, 1, 1, 0, 1, 4}));
}

// edge: no pixels, no objects.
TEST(LabelDepth, OfNothing) {
  EXPECT_TRUE(kernel::label_depths({nullptr, {0, 0}}).empty());
  const Labels none{0, 0};
  EXPECT_EQ(kernel::label_depths({none.data(), {1, 2}}), none);
}

}  // namespace
}  // namespace cellerate
