// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/paste.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Pixels = std::vector<float>;

class Paste : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(Paste);

// analytic: a part of a gray image into a gray one, and into one with two channels.
TEST_P(Paste, PutsAPart) {
  const auto image = upload<float>(queue(), {1, 2, 3, 4, 5, 6});
  Buffer<float> gray = zeros<float>(queue(), 6);
  kernel::paste(queue(), image.view(), {2, 3}, 1, {2, 2}, 0, 1, gray.view(), {2, 3}, 1);
  EXPECT_EQ(download(queue(), gray), (Pixels{0, 1, 2, 0, 4, 5}));
  Buffer<float> two = zeros<float>(queue(), 4);
  kernel::paste(queue(), image.view(), {2, 3}, 1, {1, 1}, 0, 1, two.view(), {1, 2}, 2);
  EXPECT_EQ(download(queue(), two), (Pixels{0, 0, 1, 1}));
  kernel::paste(queue(), image.view(), {1, 3}, 2, {1, 2}, 0, 0, two.view(), {1, 2}, 2);
  EXPECT_EQ(download(queue(), two), (Pixels{1, 2, 3, 4}));
}

// edge: nothing to put.
TEST_P(Paste, PutsNothing) {
  const auto image = upload<float>(queue(), Pixels{});
  Buffer<float> out = zeros<float>(queue(), 1);
  kernel::paste(queue(), image.view(), {0, 0}, 1, {0, 0}, 0, 0, out.view(), {1, 1}, 1);
  EXPECT_EQ(download(queue(), out), Pixels{0});
}

}  // namespace
}  // namespace cellerate
