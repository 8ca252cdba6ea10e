// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/laplacian_of_gaussian.hpp"

#include <stdexcept>

#include "tests/support/test_images.hpp"

namespace cellerate::kernel {
namespace {

class LaplacianOfGaussian : public test::EveryDevice {
 protected:
  std::vector<float> filtered(const std::vector<float>& image, Shape2 shape, double sigma,
                              const std::vector<std::uint8_t>& mask = {}) {
    const auto in = upload(queue(), image);
    const auto inside = upload(queue(), mask);
    Buffer<float> out(queue(), shape);
    laplacian_of_gaussian(queue(), in.view(shape),
                          mask.empty() ? View2<const std::uint8_t>{} : inside.view(shape), sigma,
                          out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(LaplacianOfGaussian);

// golden: centrosome 1.2.3, filter.laplacian_of_gaussian of the same image and mask, near a corner and
// inside.
TEST_P(LaplacianOfGaussian, HasCentrosomesNumbers) {
  const Shape2 shape{64, 64};
  const std::vector<float> image = test::checkered_noise(shape);
  const std::vector<float> wide = filtered(image, shape, 2), narrow = filtered(image, shape, .8);
  EXPECT_FLOAT_EQ(wide[64 + 1], 0x1.3bc8d2p-6f);
  EXPECT_FLOAT_EQ(wide[16 * 64 + 40], -0x1.880fb4p-6f);
  EXPECT_FLOAT_EQ(narrow[62 * 64 + 33], -0x1.2a6680p-7f);
  const std::vector<float> masked = filtered(image, shape, 2, test::sieve_mask(shape));
  EXPECT_FLOAT_EQ(masked[64 + 1], -0x1.5ccbe6p-9f);
  EXPECT_FLOAT_EQ(masked[33 * 64 + 33], 0x1.93d226p-6f);
  EXPECT_EQ(masked[0], image[0]) << "a masked pixel";
}

// analytic: the weights add up to nothing, so that flat images vanish, also at the border and beside a mask.
TEST_P(LaplacianOfGaussian, OfFlatImages) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<float> flat(shape.size(), .5f);
    const std::vector<std::uint8_t> mask = test::sieve_mask(shape);
    for (const float value : filtered(flat, shape, 1.5)) ASSERT_NEAR(value, 0, 1e-7);
    const std::vector<float> masked = filtered(flat, shape, 1.5, mask);
    for (std::int64_t i = 0; i < shape.size(); ++i) ASSERT_NEAR(masked[i], mask[i] ? 0 : .5, 1e-7);
  }
}

// edge: a sigma of 0 has no weights, one below it no pixel.
TEST_P(LaplacianOfGaussian, WithoutAWidth) {
  EXPECT_EQ(filtered({.25f, 1}, {1, 2}, 0), (std::vector<float>{0, 0}));
  EXPECT_THROW(filtered({.25f, 1}, {1, 2}, -.5), std::invalid_argument);
}

}  // namespace
}  // namespace cellerate::kernel
