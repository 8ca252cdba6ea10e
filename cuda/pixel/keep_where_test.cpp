// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/keep_where.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class KeepWhere : public test::EveryDevice {
 protected:
  template <class Mask>
  std::vector<float> kept(const std::vector<Mask>& mask) {
    const Shape2 shape{1, static_cast<int>(mask.size())};
    const auto image = upload(queue(), std::vector<float>(mask.size(), .5f));
    const auto region = upload(queue(), mask);
    Buffer<float> out(queue(), shape);
    kernel::keep_where(queue(), View2<const float>(image.view(shape)), View2<const Mask>(region.view(shape)),
                       out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(KeepWhere);

// analytic: whatever is not 0 counts as set.
TEST_P(KeepWhere, AnyValueButZeroIsSet) {
  EXPECT_EQ(kept<std::uint8_t>({0, 1}), (std::vector<float>{0, .5f}));
  EXPECT_EQ(kept<std::int32_t>({7, 0}), (std::vector<float>{.5f, 0}));
  EXPECT_EQ(kept<double>({-1e-300, 0}), (std::vector<float>{.5f, 0}));
}

// edge: no pixels.
TEST_P(KeepWhere, EmptyPlane) { EXPECT_TRUE(kept<float>({}).empty()); }

}  // namespace
}  // namespace cellerate
