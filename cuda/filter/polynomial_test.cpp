// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/polynomial.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class Polynomial : public test::EveryDevice {
 protected:
  std::vector<float> fitted(Shape2 shape, const std::vector<float>& image,
                            const std::vector<std::uint8_t>& mask = {}, bool clip = true) {
    const auto in = upload(queue(), image);
    const auto bits = upload(queue(), mask);
    Buffer<float> out(queue(), shape);
    fit_polynomial(queue(), in.view(shape), {mask.empty() ? nullptr : bits.data(), shape}, clip,
                   out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Polynomial);

// analytic: a polynomial is its own fit, also where pixels are masked or not above 0.
TEST_P(Polynomial, OfAPolynomial) {
  const Shape2 shape{40, 60};
  std::vector<float> image, hidden;
  std::vector<std::uint8_t> mask;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      image.push_back(
          static_cast<float>(.2 + .003 * y - .001 * x + 1e-4 * y * y + 5e-5 * x * x - 8e-5 * y * x));
      mask.push_back((y * x) % 7 != 0);
      hidden.push_back(mask.back() ? x % 5 ? image.back() : -1 : 9);
    }
  const std::vector<float> found = fitted(shape, image), found_behind_mask = fitted(shape, hidden, mask);
  for (std::size_t i = 0; i < image.size(); ++i) {
    ASSERT_NEAR(found[i], image[i], 1e-6);
    ASSERT_NEAR(found_behind_mask[i], image[i], 1e-6);
  }
}

// golden: centrosome 1.2.3, every fifth pixel masked.
TEST_P(Polynomial, OfNoise) {
  const Shape2 shape{24, 31};
  std::vector<std::uint8_t> mask;
  for (int i = 0; i < shape.size(); ++i) mask.push_back(i % 5 != 0);
  const std::vector<float> found = fitted(shape, test::noise(shape.size()), mask);
  EXPECT_EQ(found.front(), 0x1.21874p-1f);
  EXPECT_EQ(found[12 * 31 + 15], 0x1.e8a3ccp-2f);
  EXPECT_EQ(found.back(), 0x1.01bd78p-1f);
}

// golden: a single row determines no power of y; the smallest coefficients are taken.
TEST_P(Polynomial, OfARow) {
  EXPECT_EQ(fitted({1, 6}, {.1f, .4f, .2f, .8f, .3f, .5f}),
            (std::vector<float>{0x1.e2be2cp-4f, 0x1.3851ecp-2f, 0x1.b9c86ap-2f, 0x1.fd1306p-2f,
                                0x1.0118dep-1f, 0x1.c92492p-2f}));
}

// edge: cut off or not; no pixel above 0; no pixel at all.
TEST_P(Polynomial, Limits) {
  EXPECT_EQ(fitted({1, 1}, {3}), std::vector<float>{1});
  EXPECT_EQ(fitted({1, 1}, {3}, {}, false), std::vector<float>{3});
  EXPECT_EQ(fitted({1, 2}, {-1, 0}), (std::vector<float>{-1, 0}));
  EXPECT_TRUE(fitted({0, 0}, {}).empty());
}

}  // namespace
}  // namespace cellerate::kernel
