// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/masked_mean.hpp"

#include <cmath>
#include <utility>

#include "cuda/pixel/projection.hpp"
#include "cuda/pixel/robust_scale.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class Means : public test::EveryDevice {
 protected:
  std::vector<float> divided(const std::vector<float>& image, double fraction, bool raise,
                             const std::vector<std::uint8_t>& mask = {}) {
    const Shape2 shape{1, static_cast<int>(image.size())};
    const auto in = upload(queue(), image);
    const auto bits = upload(queue(), mask);
    Buffer<float> out(queue(), shape);
    divide_by_quantile(queue(), in.view(shape), {mask.empty() ? nullptr : bits.data(), shape}, fraction,
                       raise, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Means);

// analytic: each pixel is divided by the number of images that showed it.
TEST_P(Means, OfImagesWithMasks) {
  const auto first = upload(queue(), std::vector<float>{.25f, .5f, 1}),
             second = upload(queue(), std::vector<float>{.5f, 1, 1});
  const auto mask = upload(queue(), std::vector<std::uint8_t>{1, 0, 0}),
             none = upload(queue(), std::vector<std::uint8_t>{1, 1, 0});
  auto sum = zeros<float>(queue(), 3);
  auto counts = zeros<std::int32_t>(queue(), 3);
  add_to_total(queue(), first.view(), none.view(), Totaling::kSum, sum.view());
  count_samples(queue(), none.view(), counts.view());
  add_to_total(queue(), second.view(), mask.view(), Totaling::kSum, sum.view());
  count_samples(queue(), mask.view(), counts.view());
  Buffer<float> mean(queue(), 3);
  Buffer<std::uint8_t> seen(queue(), 3);
  mean_of_total(queue(), std::as_const(sum).view(), std::as_const(counts).view(), mean.view());
  counted_at_least(queue(), std::as_const(counts).view(), 1, 1, seen.view());
  EXPECT_EQ(download(queue(), mean), (std::vector<float>{.375f, .5f, 0}));
  EXPECT_EQ(download(queue(), seen), (std::vector<std::uint8_t>{1, 1, 0}));
}

// analytic: divided by the value at the middle of the positive ones, or at their lower end, which are raised
// to it.
TEST_P(Means, DivideByAQuantile) {
  EXPECT_EQ(divided({-1, 0, .5f, 1, 2}, .5, false), (std::vector<float>{-1, 0, .5f, 1, 2}));
  EXPECT_EQ(divided({-1, 0, .5f, 1, 2}, .02, true), (std::vector<float>{1, 1, 1, 2, 4}));
  EXPECT_EQ(divided({.5f, 1, 2}, .02, true, {0, 0, 1}), (std::vector<float>{1, 1, 1}));
}

// edge: nothing above 0 to divide by.
TEST_P(Means, DivideByNothing) {
  EXPECT_EQ(divided({-1, 0}, .02, true), (std::vector<float>{-1, 0}));
  EXPECT_EQ(divided({1, 2}, .5, true, {0, 0}), (std::vector<float>{1, 2}));
  EXPECT_TRUE(divided({}, .5, true).empty());
}

// analytic: the mean inside a mask, subtracted there.
TEST_P(Means, InsideAMask) {
  const Shape2 shape{1, 3};
  auto plane = upload(queue(), std::vector<float>{1, 2, 6});
  const auto mask = upload(queue(), std::vector<std::uint8_t>{1, 0, 1});
  EXPECT_EQ(masked_mean(queue(), std::as_const(plane).view(shape), mask.view(shape)), 3.5f);
  EXPECT_EQ(masked_mean(queue(), std::as_const(plane).view(shape), {}), 3.f);
  subtract_inside(queue(), mask.view(shape), 3.5f, plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<float>{-2.5f, 2, 2.5f}));
  fill(queue(), 7.f, plane.view());
  EXPECT_EQ(download(queue(), plane), (std::vector<float>{7, 7, 7}));
  EXPECT_TRUE(std::isnan(masked_mean(queue(), std::as_const(plane).view({0, 0}), {})));
}

}  // namespace
}  // namespace cellerate::kernel
