// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/spline_background.hpp"

#include <stdexcept>

#include "cuda/filter/spline_zoom.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

constexpr Shape2 kShape{60, 70};

class SplineBackgroundTest : public test::EveryDevice {
 protected:
  /// A slope with noise, and a bright rectangle before it.
  static std::vector<float> image() {
    std::vector<float> pixels = test::noise(kShape.size(), 2);
    for (int y = 0; y < kShape.height; ++y)
      for (int x = 0; x < kShape.width; ++x) {
        float& pixel = pixels[y * kShape.width + x];
        pixel = pixel * .1f + static_cast<float>(.3 + .002 * y + .001 * x);
        if (y >= 20 && y < 35 && x >= 30 && x < 50) pixel += .4f;
      }
    return pixels;
  }
  static std::vector<std::uint8_t> disk() {
    std::vector<std::uint8_t> mask;
    for (int y = 0; y < kShape.height; ++y)
      for (int x = 0; x < kShape.width; ++x) mask.push_back((y - 30) * (y - 30) + (x - 35) * (x - 35) < 800);
    return mask;
  }
  std::vector<float> background(const SplineBackground& parameters,
                                const std::vector<std::uint8_t>& mask = {}) {
    const auto in = upload(queue(), image());
    const auto bits = upload(queue(), mask);
    Buffer<float> out(queue(), kShape);
    spline_background(queue(), in.view(kShape), {mask.empty() ? nullptr : bits.data(), kShape}, parameters,
                      out.view(kShape));
    return download(queue(), out);
  }
  static void expect_pixels(const std::vector<float>& found, float middle, float above, float corner,
                            float left) {
    EXPECT_FLOAT_EQ(found[30 * 70 + 35], middle);
    EXPECT_FLOAT_EQ(found[15 * 70 + 35], above);
    EXPECT_FLOAT_EQ(found.back(), corner);
    EXPECT_FLOAT_EQ(found[40 * 70 + 20], left);
  }
};
CEL_ON_EVERY_DEVICE(SplineBackgroundTest);

// golden: centrosome 1.2.3, bg_compensate.backgr.
TEST_P(SplineBackgroundTest, AgreesWithCentrosome) {
  expect_pixels(background({}), 0x1.c9854cp-2f, 0x1.a8148ep-2f, 0x1.178afap-1f, 0x1.cebba8p-2f);
  expect_pixels(background({}, disk()), 0x1.c7b7dp-2f, 0x1.aaa31ap-2f, 0, 0x1.d254aep-2f);
  const SplineBackground dark{
      .foreground = SplineBackground::Foreground::Bright, .points = 4, .scale = 2, .iterations = 7};
  expect_pixels(background(dark), 0x1.c42f9cp-2f, 0x1.a25f08p-2f, 0x1.1724d8p-1f, 0x1.cc7168p-2f);
  expect_pixels(background(dark, disk()), 0x1.c5214cp-2f, 0x1.a287b6p-2f, 0, 0x1.d08c74p-2f);
}

// edge: nothing inside the mask, and an image that becomes smaller than two pixels.
TEST_P(SplineBackgroundTest, TooLittleToFit) {
  EXPECT_THROW(background({}, std::vector<std::uint8_t>(kShape.size())), std::invalid_argument);
  EXPECT_THROW(background({.scale = 40}), std::invalid_argument);
}

class SplineZoom : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(SplineZoom);

// golden: scipy.ndimage.affine_transform 1.9; what lies beyond the last pixel is 0.
TEST_P(SplineZoom, AgreesWithSciPy) {
  const Shape2 shape{24, 31};
  const auto in = upload(queue(), test::noise(shape.size()));
  Buffer<float> smaller(queue(), Shape2{14, 24});
  spline_zoom(queue(), in.view(shape), {1.7, 1.3}, SplineOrder::kQuadratic, smaller.view({14, 24}));
  const std::vector<float> half = download(queue(), smaller);
  EXPECT_EQ(half[0], 0x1.ab07dp-2f);
  EXPECT_EQ(half[3 * 24 + 5], 0x1.53cecap-1f);
  EXPECT_EQ(half.back(), 0x1.91284ep-1f);
  std::vector<double> doubles;
  for (const float v : test::noise(shape.size())) doubles.push_back(v);
  const auto wide = upload(queue(), doubles);
  Buffer<double> larger(queue(), Shape2{63, 51});
  spline_zoom(queue(), wide.view(shape), {.37, .61}, SplineOrder::kCubic, larger.view({63, 51}));
  const std::vector<double> grown = download(queue(), larger);
  EXPECT_EQ(grown[51 + 1], 0x1.796bf276d5d23p-1);
  EXPECT_EQ(grown[30 * 51 + 20], 0x1.c99ad1a95711fp-2);
  EXPECT_EQ(grown[62 * 51 + 49], 0x1.08d68a49134f7p-1);
  EXPECT_EQ(grown[62 * 51 + 50], 0);
}

}  // namespace
}  // namespace cellerate::kernel
