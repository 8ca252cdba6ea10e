// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/hull_transform.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "cuda/filter/hull_levels.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class HullTransform : public test::EveryDevice {
 protected:
  std::vector<double> smoothed(Shape2 shape, const std::vector<float>& image,
                               const std::vector<std::uint8_t>& mask = {}) {
    const auto in = upload(queue(), image);
    const auto bits = upload(queue(), mask);
    Buffer<double> out(queue(), shape);
    smooth_by_hulls(queue(), in.view(shape), {mask.empty() ? nullptr : bits.data(), shape}, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(HullTransform);

// analytic: the hull of three corners of a square, drawn and filled; level 1 goes everywhere inside.
TEST(HullLevels, DrawsAndFillsHulls) {
  std::vector<std::int32_t> levels{2, 0, 0, 0, 2,  //
                                   0, 0, 0, 0, 0,  //
                                   0, 0, 0, 0, 0,  //
                                   0, 0, 0, 0, 0,  //
                                   2, 0, 0, 0, 1};
  raise_to_hulls(levels, {5, 5}, 3);
  EXPECT_EQ(levels, (std::vector<std::int32_t>{2, 2, 2, 2, 2,  //
                                               2, 2, 2, 2, 1,  //
                                               2, 2, 2, 1, 1,  //
                                               2, 2, 1, 1, 1,  //
                                               2, 1, 1, 1, 1}));
}

// golden: centrosome 1.2.3 between CellProfiler's erosion and dilation, without and with a mask.
TEST_P(HullTransform, OfNoise) {
  const Shape2 shape{24, 31};
  const std::vector<float> image = test::noise(shape.size());
  std::vector<double> found = smoothed(shape, image);
  EXPECT_EQ(found[0], 0x1.aa9301f5f5f5fp-2);
  EXPECT_EQ(found[12 * 31 + 15], 0x1.6a15e9f9f9fa0p-2);
  EXPECT_EQ(found[5 * 31 + 28], 0x1.63d8427e7e7e8p-2);
  EXPECT_EQ(found.back(), 0x1.91495edededeep-6);
  EXPECT_NEAR(std::accumulate(found.begin(), found.end(), 0.0), 233.44197095889672, 1e-9);
  std::vector<std::uint8_t> mask;
  for (int i = 0; i < shape.size(); ++i) mask.push_back(i % 5 != 0);
  found = smoothed(shape, image, mask);
  EXPECT_EQ(found[12 * 31 + 15], 0x1.a4555a7a7a7a8p-2);
  EXPECT_NEAR(std::accumulate(found.begin(), found.end(), 0.0), 274.3344854474068, 1e-9);
}

// edge: one value, nothing inside the mask, tiny planes, no number.
TEST_P(HullTransform, OddImages) {
  EXPECT_EQ(smoothed({2, 3}, std::vector<float>(6, .5f)), std::vector<double>(6, .5));
  EXPECT_EQ(smoothed({1, 2}, {.25f, .5f}, {0, 0}), (std::vector<double>{0, 0}));
  EXPECT_EQ(smoothed({1, 1}, {.25f}), std::vector<double>{.25});
  EXPECT_TRUE(smoothed({0, 0}, {}).empty());
  const auto not_finite = upload(queue(), std::vector<double>{INFINITY, 1});
  Buffer<double> out(queue(), 2);
  EXPECT_THROW(convex_hull_transform(queue(), not_finite.view({1, 2}), {}, out.view({1, 2})),
               std::invalid_argument);
}

}  // namespace
}  // namespace cellerate::kernel
