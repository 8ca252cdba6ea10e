// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/cross_correlation.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Offset;

/// The part of a plane of noise that begins at (y0, x0).
std::vector<double> part(int y0, int x0, Shape2 shape) {
  constexpr Shape2 kAll{80, 100};
  const std::vector<float> all = test::noise(kAll.size());
  std::vector<double> out;
  for (int y = y0; y < y0 + shape.height; ++y)
    for (int x = x0; x < x0 + shape.width; ++x) out.push_back(all[y * kAll.width + x]);
  return out;
}

class CrossCorrelation : public test::EveryDevice {
 protected:
  Offset shift(const std::vector<double>& first, Shape2 first_shape, const std::vector<double>& second,
               Shape2 second_shape) {
    const auto a = upload(queue(), first), b = upload(queue(), second);
    return kernel::best_correlated_shift(queue(), a.view(first_shape), b.view(second_shape));
  }
};
CEL_ON_EVERY_DEVICE(CrossCorrelation);

// analytic: parts of one plane of noise lie where they were cut out, also parts of different sizes.
TEST_P(CrossCorrelation, FindsWhereAPartLies) {
  const Shape2 shape{53, 61};
  EXPECT_EQ(shift(part(5, 8, shape), shape, part(9, 10, shape), shape), (Offset{4, 2}));
  EXPECT_EQ(shift(part(9, 10, shape), shape, part(5, 8, shape), shape), (Offset{-4, -2}));
  EXPECT_EQ(shift(part(3, 12, shape), shape, part(9, 2, {60, 57}), {60, 57}), (Offset{6, -10}));
  EXPECT_EQ(shift(part(0, 0, shape), shape, part(0, 0, shape), shape), (Offset{0, 0}));
}

// edge: planes of one value, of one pixel.
TEST_P(CrossCorrelation, PlanesOfOneValue) {
  EXPECT_EQ(shift(std::vector<double>(12, 0.25), {3, 4}, std::vector<double>(12, 0.5), {3, 4}),
            (Offset{0, 0}));
  EXPECT_EQ(shift({1}, {1, 1}, {2}, {1, 1}), (Offset{0, 0}));
}

}  // namespace
}  // namespace cellerate
