// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/stretch.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Bytes = std::vector<std::uint8_t>;

class Stretch : public test::EveryDevice {
 protected:
  Bytes stretched(const std::vector<double>& values, Shape2 shape) {
    const auto device_values = upload(queue(), values);
    Buffer<std::uint8_t> out(queue(), shape);
    kernel::stretch_to_bytes(queue(), device_values.view(shape), out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Stretch);

// golden (mahotas 1.4.18): cut off, not rounded.
TEST_P(Stretch, FillsTheRange) {
  std::vector<double> roots;
  for (int i = 0; i < 6; ++i) roots.push_back(std::sqrt(i));
  EXPECT_EQ(stretched(roots, {2, 3}), (Bytes{0, 114, 161, 197, 228, 255}));
  EXPECT_EQ(stretched({-1, 1, 0}, {1, 3}), (Bytes{0, 255, 127}));
}

// analytic: what is high becomes low.
TEST_P(Stretch, Complement) {
  const Shape2 shape{1, 3};
  const auto bytes = upload(queue(), Bytes{0, 1, 255});
  Buffer<std::uint8_t> out(queue(), shape);
  kernel::complement(queue(), bytes.view(shape), out.view(shape));
  EXPECT_EQ(download(queue(), out), (Bytes{255, 254, 0}));
}

// edge: one value, whatever the shape.
TEST_P(Stretch, FlatPlanesAreZero) {
  for (const Shape2 shape : test::every_shape())
    EXPECT_EQ(stretched(std::vector<double>(shape.size(), 3), shape), Bytes(shape.size(), 0));
}

}  // namespace
}  // namespace cellerate
