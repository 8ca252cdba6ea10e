// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/projection.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Pixels = std::vector<float>;
using Bits = std::vector<std::uint8_t>;

class ProjectionKernels : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<T> totaled(kernel::Totaling totaling, const std::vector<T>& first, const std::vector<T>& second,
                         const Bits& mask) {
    Buffer<T> total = upload(queue(), first);
    const Buffer<T> image = upload(queue(), second);
    const Buffer<std::uint8_t> inside = upload(queue(), mask);
    kernel::add_to_total(queue(), image.view(), mask.empty() ? View1<const std::uint8_t>{} : inside.view(),
                         totaling, total.view());
    return download(queue(), total);
  }
};
CEL_ON_EVERY_DEVICE(ProjectionKernels);

// analytic: sums and extrema inside a mask; the sum of binary images is binary.
TEST_P(ProjectionKernels, Totals) {
  EXPECT_EQ(totaled<float>(kernel::Totaling::kSum, {1, 2, 3}, {5, 6, 7}, {1, 0, 1}), (Pixels{6, 2, 10}));
  EXPECT_EQ(totaled<float>(kernel::Totaling::kMaximum, {1, 9, 3}, {5, 6, 7}, {}), (Pixels{5, 9, 7}));
  EXPECT_EQ(totaled<float>(kernel::Totaling::kMinimum, {1, 9, 3}, {5, 6, 2}, {}), (Pixels{1, 6, 2}));
  EXPECT_EQ(totaled<std::uint8_t>(kernel::Totaling::kSum, {1, 1, 0}, {1, 0, 0}, {}), (Bits{1, 1, 0}));
}

// edge: NaN in either image, and nothing at all.
TEST_P(ProjectionKernels, NanAndNothing) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const float value : totaled<float>(kernel::Totaling::kMaximum, {nan, 1}, {1, nan}, {}))
    EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(totaled<float>(kernel::Totaling::kSum, {}, {}, {}), Pixels());
}

// analytic: masks of color images, and pixels that enough images show.
TEST_P(ProjectionKernels, MasksAndCounts) {
  const Buffer<std::uint8_t> mask = upload<std::uint8_t>(queue(), {1, 0});
  Buffer<std::uint8_t> repeated(queue(), 4), shown(queue(), 2);
  kernel::repeat_mask(queue(), mask.view({1, 2}), 2, repeated.view());
  EXPECT_EQ(download(queue(), repeated), (Bits{1, 1, 0, 0}));
  const Buffer<std::int32_t> counts = upload<std::int32_t>(queue(), {2, 2, 1, 1});
  kernel::counted_at_least(queue(), counts.view(), 2, 2, shown.view());
  EXPECT_EQ(download(queue(), shown), (Bits{1, 0}));
}

// analytic: the brightfield's range begins anew with each new maximum.
TEST_P(ProjectionKernels, BrightfieldRange) {
  Buffer<float> lowest = upload<float>(queue(), {1, 1, 1}), highest = upload<float>(queue(), {1, 1, 1});
  const Buffer<float> image = upload<float>(queue(), {4, 1, 2});
  kernel::widen_range(queue(), image.view(), {}, 1, 2, lowest.view(), highest.view());
  EXPECT_EQ(download(queue(), lowest), (Pixels{2, .5f, 1}));
  EXPECT_EQ(download(queue(), highest), (Pixels{2, 1, 1}));
}

}  // namespace
}  // namespace cellerate
