// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/gaussian_laplace.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class GaussianLaplace : public test::EveryDevice {
 protected:
  std::vector<double> filtered(const std::vector<double>& image, Shape2 shape, double sigma) {
    const Buffer<double> pixels = upload(queue(), image);
    Buffer<double> out(queue(), shape);
    kernel::gaussian_laplace(queue(), pixels.view(shape), sigma, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(GaussianLaplace);

// golden (scipy.ndimage 1.9): wider than the image.
TEST_P(GaussianLaplace, HasScipysNumbers) {
  const std::vector<double> found = filtered({0, 1, 2, 10, 3, 5}, {2, 3}, 1);
  const double expected[] = {2.170092691182261,  2.199378112013536,  1.0207393207074378,
                             -3.859948107542892, -0.724318409645389, -0.8089676139779656};
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(found[i], expected[i], 1e-14) << i;
}

// edge: no pixels, one.
TEST_P(GaussianLaplace, OfSmallImages) {
  EXPECT_TRUE(filtered({}, {0, 0}, 2).empty());
  EXPECT_EQ(filtered({0}, {1, 1}, 2), std::vector<double>{0});
}

}  // namespace
}  // namespace cellerate
