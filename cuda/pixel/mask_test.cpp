// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/mask.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class ClearOutside : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(ClearOutside);

// analytic: NaN outside the mask becomes 0, too; without a mask nothing changes.
TEST_P(ClearOutside, ZeroesMaskedPixels) {
  const Shape2 shape{1, 3};
  Buffer<float> plane = upload<float>(queue(), {.5f, NAN, .25f});
  const Buffer<std::uint8_t> mask = upload<std::uint8_t>(queue(), {1, 0, 0});
  kernel::clear_outside(queue(), mask.view(shape), plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<float>{.5f, 0, 0}));
  kernel::clear_outside(queue(), {}, plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<float>{.5f, 0, 0}));
}

}  // namespace
}  // namespace cellerate
