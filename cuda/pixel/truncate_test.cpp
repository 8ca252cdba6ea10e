// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/truncate.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Truncate : public test::EveryDevice {
 protected:
  template <class T>
  bool truncate(Shape2 shape, const std::vector<T>& pixels, std::vector<std::uint8_t>& mask) {
    const auto image = upload(queue(), pixels);
    Buffer<std::uint8_t> out(queue(), shape);
    const bool only_ones = kernel::truncate_to_mask(queue(), image.view(shape), out.view(shape));
    mask = download(queue(), out);
    return only_ones;
  }
};
CEL_ON_EVERY_DEVICE(Truncate);

// analytic: whole parts, modulo 256; NaN and infinity have none.
TEST_P(Truncate, TakesWholeParts) {
  std::vector<std::uint8_t> mask;
  EXPECT_TRUE(truncate<float>({1, 6}, {0, .99f, 1, -.5f, NAN, INFINITY}, mask));
  EXPECT_EQ(mask, (std::vector<std::uint8_t>{0, 0, 1, 0, 0, 0}));
  EXPECT_TRUE(truncate<double>({1, 2}, {1.9, 257}, mask));
  EXPECT_EQ(mask, (std::vector<std::uint8_t>{1, 1}));
  EXPECT_FALSE(truncate<std::int32_t>({2, 1}, {0, 2}, mask));
}

// edge: an empty plane has nothing else.
TEST_P(Truncate, OfNothing) {
  std::vector<std::uint8_t> mask;
  EXPECT_TRUE(truncate<float>({0, 0}, {}, mask));
}

}  // namespace
}  // namespace cellerate
