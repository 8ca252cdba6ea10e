// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/gradient.hpp"

#include <cmath>
#include <limits>

#include "tests/support/test_images.hpp"

namespace cellerate::kernel {
namespace {

constexpr Shape2 kShape{64, 64};
using Mask = std::vector<std::uint8_t>;

class Gradient : public test::EveryDevice {
 protected:
  std::vector<float> magnitude(const std::vector<float>& image, Shape2 shape, GradientOperator op,
                               EdgeDirection direction, const Mask& mask = {}) {
    const auto in = upload(queue(), image);
    const auto inside = upload(queue(), mask);
    Buffer<float> out(queue(), shape);
    gradient_magnitude(queue(), in.view(shape), view_of(inside, shape), op, direction, out.view(shape));
    return download(queue(), out);
  }
  std::vector<double> roberts_of(const std::vector<float>& image, Shape2 shape, const Mask& mask = {}) {
    const auto in = upload(queue(), image);
    const auto inside = upload(queue(), mask);
    Buffer<double> out(queue(), shape);
    roberts(queue(), in.view(shape), view_of(inside, shape), out.view(shape));
    return download(queue(), out);
  }
  std::vector<double> kirsch_of(const std::vector<float>& image, Shape2 shape) {
    const auto in = upload(queue(), image);
    Buffer<double> out(queue(), shape);
    kirsch(queue(), in.view(shape), out.view(shape));
    return download(queue(), out);
  }

 private:
  static View2<const std::uint8_t> view_of(const Buffer<std::uint8_t>& mask, Shape2 shape) {
    return mask.size() > 0 ? mask.view(shape) : View2<const std::uint8_t>{};
  }
};
CEL_ON_EVERY_DEVICE(Gradient);

// golden: centrosome 1.2.3, filter.sobel, hsobel, vsobel, prewitt, hprewitt and vprewitt of the same image.
TEST_P(Gradient, HasCentrosomesBits) {
  using enum GradientOperator;
  using enum EdgeDirection;
  const std::vector<float> image = test::checkered_noise(kShape);
  const struct {
    GradientOperator op;
    EdgeDirection direction;
    float corner, inside;
  } cases[] = {{kSobel, kAll, 0x1.8c4b5cp-3f, 0x1.c07e98p-4f},
               {kSobel, kHorizontal, 0x1.2aa9aep-3f, 0x1.8967f8p-4f},
               {kSobel, kVertical, 0x1.047ad6p-3f, 0x1.aeb728p-5f},
               {kPrewitt, kAll, 0x1.407b04p-3f, 0x1.387c36p-4f},
               {kPrewitt, kHorizontal, 0x1.11474ep-3f, 0x1.1564d6p-4f},
               {kPrewitt, kVertical, 0x1.4ed2b2p-4f, 0x1.1fbf56p-5f}};
  for (const auto& expected : cases) {
    const std::vector<float> out = magnitude(image, kShape, expected.op, expected.direction);
    EXPECT_EQ(out[64 + 1], expected.corner);
    EXPECT_EQ(out[31 * 64 + 5], expected.inside);
  }
}

// golden: centrosome 1.2.3, filter.roberts and kirsch.kirsch of the same image.
TEST_P(Gradient, OfRobertsAndKirsch) {
  const std::vector<float> image = test::checkered_noise(kShape);
  const std::vector<double> diagonal = roberts_of(image, kShape), compass = kirsch_of(image, kShape);
  EXPECT_EQ(diagonal[64 + 1], 0x1.1ebfbp-1);
  EXPECT_EQ(diagonal[62 * 64 + 33], 0x1.236be4p-5);
  EXPECT_EQ(compass[0], 0x1.477202p+2);
  EXPECT_EQ(compass[16 * 64 + 40], 0x1.91426ap+2);
}

// invariant: flat images have no edges, of any shape; a step between columns is a vertical edge alone.
TEST_P(Gradient, OfFlatImagesAndSteps) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<float> flat(shape.size(), .25f);
    for (const float value : magnitude(flat, shape, GradientOperator::kSobel, EdgeDirection::kAll))
      ASSERT_EQ(value, 0);
    for (const double value : roberts_of(flat, shape)) ASSERT_EQ(value, 0);
    for (const double value : kirsch_of(flat, shape)) ASSERT_EQ(value, 0);
    std::vector<float> step(shape.size());
    for (std::int64_t i = 0; i < shape.size(); ++i) step[i] = i % shape.width >= 2 ? 1.f : 0.f;
    for (const float value : magnitude(step, shape, GradientOperator::kSobel, EdgeDirection::kHorizontal))
      ASSERT_EQ(value, 0);
    const auto vertical = magnitude(step, shape, GradientOperator::kSobel, EdgeDirection::kVertical);
    for (std::int64_t i = 0; i < shape.size(); ++i) {
      const auto y = i / shape.width, x = i % shape.width;
      const bool inner = y > 0 && x > 0 && y < shape.height - 1 && x < shape.width - 1;
      ASSERT_EQ(vertical[i], inner && (x == 1 || x == 2) ? 1 : 0);
    }
  }
}

// edge: neighbours of masked pixels and of the border are 0; Kirsch's NaN spreads.
TEST_P(Gradient, OfMaskedPixelsAndNaN) {
  std::vector<float> image = test::noise(35);
  Mask mask(35, 1);
  mask[2 * 7 + 5] = 0;
  const auto out = magnitude(image, {5, 7}, GradientOperator::kPrewitt, EdgeDirection::kAll, mask);
  const auto diagonal = roberts_of(image, {5, 7}, mask);
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 7; ++x) {
      const bool inner = y > 0 && y < 4 && x > 0 && x < 4;
      EXPECT_EQ(out[y * 7 + x] > 0, inner) << y << " " << x;
      EXPECT_EQ(diagonal[y * 7 + x] > 0, inner) << y << " " << x;
    }
  image[0] = std::numeric_limits<float>::quiet_NaN();
  const auto compass = kirsch_of(image, {5, 7});
  EXPECT_TRUE(std::isnan(compass[8]));
  EXPECT_FALSE(std::isnan(compass[9]));
}

}  // namespace
}  // namespace cellerate::kernel
