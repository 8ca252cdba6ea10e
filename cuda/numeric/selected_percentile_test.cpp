// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/selected_percentile.hpp"

#include <gtest/gtest.h>

namespace cellerate {
namespace {

// golden (numpy 1.23): between two values; edge: one value, the last one.
TEST(SelectedPercentile, AgreesWithNumpy) {
  std::vector<float> some{5, 1, 4, 2};
  EXPECT_EQ(kernel::selected_percentile(some, 40), 2.4000000000000004);
  EXPECT_EQ(kernel::selected_percentile(some, 100), 5);
  std::vector<double> one{3};
  EXPECT_EQ(kernel::selected_percentile(one, 10), 3);
}

}  // namespace
}  // namespace cellerate
