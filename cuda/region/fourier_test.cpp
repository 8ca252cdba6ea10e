// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/fourier.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Fourier : public test::EveryDevice {
 protected:
  void expect_as_summed(Shape2 shape, int frequencies) {
    const std::vector<float> pixels = test::noise(shape.size());
    const auto image = upload(queue(), pixels);
    const Shape2 low = {frequencies, frequencies};
    Buffer<float> up(queue(), low), down(queue(), low);
    kernel::low_frequencies(queue(), image.view(shape), up.view(low), down.view(low));
    const std::vector<float> found_up = download(queue(), up), found_down = download(queue(), down);
    for (int u = 0; u < frequencies; ++u)
      for (int v = 0; v < frequencies; ++v) {
        SCOPED_TRACE(testing::Message() << shape.height << " x " << shape.width << " at " << u << ", " << v);
        const float expected = summed(shape, pixels, u, v), mirrored = summed(shape, pixels, -u, v);
        EXPECT_NEAR(found_up[u * frequencies + v], expected, 1e-6f * (1 + expected));
        EXPECT_NEAR(found_down[u * frequencies + v], mirrored, 1e-6f * (1 + mirrored));
      }
  }
  static float summed(Shape2 shape, const std::vector<float>& pixels, int u, int v) {
    std::complex<double> sum = 0;
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x) {
        const double turns =
            static_cast<double>(u) * y / shape.height + static_cast<double>(v) * x / shape.width;
        sum +=
            static_cast<double>(pixels[y * shape.width + x]) * std::polar(1.0, -2 * std::numbers::pi * turns);
      }
    return static_cast<float>(std::abs(sum));
  }
};
CEL_ON_EVERY_DEVICE(Fourier);

// analytic: the definition, for sides that need each kind of stage.
TEST_P(Fourier, IsTheSumOverThePlane) {
  expect_as_summed({2, 2}, 1);
  expect_as_summed({8, 9}, 4);
  expect_as_summed({30, 64}, 15);
  expect_as_summed({25, 14}, 7);
  expect_as_summed({17, 33}, 8);
  expect_as_summed({1, 60}, 1);
}

// edge: no frequency is asked for.
TEST_P(Fourier, NothingIsFoundOfNothing) {
  const auto image = upload(queue(), test::noise(4));
  kernel::low_frequencies(queue(), image.view({2, 2}), {}, {});
}

}  // namespace
}  // namespace cellerate
