// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/linear_resample.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class LinearResample : public test::EveryDevice {
 protected:
  std::vector<double> sampled(Shape2 shape, const std::vector<double>& pixels,
                              const std::vector<double>& rows, const std::vector<double>& columns) {
    const auto image = upload(queue(), pixels);
    const Shape2 to{static_cast<int>(rows.size()), static_cast<int>(columns.size())};
    Buffer<double> out(queue(), to);
    kernel::linear_resample(queue(), image.view(shape), rows, columns, out.view(to));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(LinearResample);

// golden: scipy.ndimage.map_coordinates 1.9; the weights of a pixel and the next one add up to exactly 1.
TEST_P(LinearResample, HasTheBitsOfScipy) {
  EXPECT_EQ(sampled({2, 2}, {0.1, 0.7, 0.3, 0.9}, {0.1, 0.3}, {0.6, 1}),
            (std::vector<double>{0x1.eb851eb851eb9p-2, 0x1.70a3d70a3d70ap-1, 0x1.0a3d70a3d70a4p-1,
                                 0x1.851eb851eb852p-1}));
}

// edge: beyond the first and last pixel there is nothing; the last pixel itself counts.
TEST_P(LinearResample, IsZeroOutside) {
  EXPECT_EQ(sampled({1, 2}, {1, 2}, {0}, {-1e-17, 0, 1, 1 + 1e-15}), (std::vector<double>{0, 1, 2, 0}));
  EXPECT_EQ(sampled({1, 1}, {5}, {0, -0.0, 0.5}, {0}), (std::vector<double>{5, 5, 0}));
}

}  // namespace
}  // namespace cellerate
