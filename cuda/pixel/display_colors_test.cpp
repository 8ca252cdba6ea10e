// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/display_colors.hpp"

#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

using Bytes = std::vector<std::uint8_t>;

class DisplayColors : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(DisplayColors);

// analytic: cut off at both ends and after the point, in the precision of the samples; NaN is black.
TEST_P(DisplayColors, Bytes) {
  const auto shown = [&](const auto& samples) {
    const auto in = upload(queue(), samples);
    Buffer<std::uint8_t> out(queue(), in.size());
    display_bytes(queue(), in.view(), out.view());
    return download(queue(), out);
  };
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(shown(std::vector<float>{-.5f, 0, .5f, 1, 2, nan}), (Bytes{0, 0, 127, 255, 255, 0}));
  EXPECT_EQ(shown(std::vector<double>{.1}), (Bytes{25}));
  EXPECT_TRUE(shown(std::vector<double>{}).empty());
}

// analytic: each label has its color, which the gray pixel darkens.
TEST_P(DisplayColors, TintedLabels) {
  const auto gray = upload<double>(queue(), {1, .5, 1});
  const auto labels = upload<std::int32_t>(queue(), {0, 1, 1});
  const auto colors = upload<double>(queue(), {1, 1, 1, .2, .4, 2});
  Buffer<std::uint8_t> out(queue(), 9);
  tint_labels(queue(), gray.view(), labels.view(), colors.view(), out.view());
  EXPECT_EQ(download(queue(), out), (Bytes{255, 255, 255, 25, 51, 255, 51, 102, 255}));
}

// analytic
TEST_P(DisplayColors, ColorsOfBytes) {
  Bytes table(768, 0);
  table[3 * 7 + 1] = 9;
  const auto bytes = upload<std::uint8_t>(queue(), {7, 0}), colors = upload(queue(), table);
  Buffer<std::uint8_t> out(queue(), 6);
  color_bytes(queue(), bytes.view(), colors.view(), out.view());
  EXPECT_EQ(download(queue(), out), (Bytes{0, 9, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace cellerate::kernel
