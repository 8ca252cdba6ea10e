// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/least_squares.hpp"

#include <gtest/gtest.h>

namespace cellerate::kernel {
namespace {

// analytic: the line through (0, 1), (1, 3), (2, 5), and the one nearest to (0, 0), (1, 3), (2, 3).
TEST(LeastSquares, FitsALine) {
  LeastSquares exact(2), nearest(2);
  const double right[] = {0, 3, 3};
  for (int x = 0; x < 3; ++x) {
    exact.add(0, {1.0, static_cast<double>(x)}, 1 + 2 * x);
    nearest.add(0, {1.0, static_cast<double>(x)}, right[x]);
  }
  EXPECT_NEAR(exact.solution()[0], 1, 1e-14);
  EXPECT_NEAR(exact.solution()[1], 2, 1e-14);
  EXPECT_NEAR(nearest.solution()[0], .5, 1e-14);
  EXPECT_NEAR(nearest.solution()[1], 1.5, 1e-14);
}

// golden: numpy.linalg.lstsq where two equations say the same, and of an unknown that is in no equation.
TEST(LeastSquares, OfManySolutionsTheSmallest) {
  LeastSquares same(3);
  same.add(0, {1, 2, 3}, 1);
  same.add(0, {2, 4, 6}, 2);
  same.add(0, {1, 0, 1}, 5);
  const double expected[] = {4, -3, 1};
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(same.solution()[i], expected[i], 1e-13);
  LeastSquares missing(3);
  missing.add(0, {2}, 1);
  missing.add(2, {4}, 1);
  EXPECT_EQ(missing.solution(), (std::vector<double>{.5, 0, .25}));
}

// edge: no equation at all
TEST(LeastSquares, WithoutEquations) { EXPECT_EQ(LeastSquares(2).solution(), (std::vector<double>{0, 0})); }

}  // namespace
}  // namespace cellerate::kernel
