// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/power_spectrum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class PowerSpectrum : public test::EveryDevice {
 protected:
  double slope(Shape2 shape, const std::vector<float>& pixels, const std::vector<std::uint8_t>& mask = {}) {
    const auto on_device = upload(queue(), pixels);
    const auto mask_on_device = upload(queue(), mask);
    const kernel::MaskedImage image = {
        on_device.view(shape), mask.empty() ? View2<const std::uint8_t>() : mask_on_device.view(shape)};
    return kernel::power_spectrum_slope(queue(), image, kernel::PlaneValues(queue(), image));
  }
};
CEL_ON_EVERY_DEVICE(PowerSpectrum);

// golden (centrosome 1.2.3, rps, and the slope of CellProfiler 4.2.8)
TEST_P(PowerSpectrum, SlopeOfAPattern) {
  const Shape2 shape = {50, 60};
  std::vector<float> pixels(shape.size());
  for (int i = 0; i < 3000; ++i) {
    const float k = static_cast<float>(i * 7919 % 4096) / 4096;
    pixels[i] = k * k;
  }
  EXPECT_NEAR(slope(shape, pixels), 7.85614604, 1e-6);
}

// invariant: turning an image does not change its power.
TEST_P(PowerSpectrum, TransposedImagesHaveTheSameSlope) {
  std::vector<float> pixels(37 * 52), turned(37 * 52);
  for (int y = 0; y < 37; ++y)
    for (int x = 0; x < 52; ++x)
      pixels[y * 52 + x] = turned[x * 37 + y] = static_cast<float>(y * y * 31 % 17 + x * 13 % 29 + y * x % 7);
  EXPECT_NEAR(slope({37, 52}, pixels), slope({52, 37}, turned), 1e-5);
}

// edge: constant images, small ones and wholly masked ones have none.
TEST_P(PowerSpectrum, NothingToSeeIsZero) {
  EXPECT_EQ(slope({40, 40}, std::vector<float>(1600, .5f)), 0);
  EXPECT_EQ(slope({2, 2}, {0, 1, 0, 1}), 0);
  std::vector<float> pixels(1600, .5f);
  pixels[0] = 1;
  std::vector<std::uint8_t> mask(1600, 1);
  mask[0] = 0;
  EXPECT_EQ(slope({40, 40}, pixels, mask), 0);
}

}  // namespace
}  // namespace cellerate
