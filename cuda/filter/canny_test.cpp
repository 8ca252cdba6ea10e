// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/canny.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "tests/support/test_images.hpp"

namespace cellerate::kernel {
namespace {

constexpr Shape2 kShape{64, 64};
using Mask = std::vector<std::uint8_t>;

class Canny : public test::EveryDevice {
 protected:
  Mask edges(const std::vector<float>& image, Shape2 shape, double sigma, OtsuThresholds thresholds,
             const Mask& mask = {}) {
    const auto in = upload(queue(), image);
    const auto inside = upload(queue(), mask);
    Buffer<std::uint8_t> out(queue(), shape);
    canny(queue(), in.view(shape), view_of(inside, shape), sigma, thresholds, out.view(shape));
    return download(queue(), out);
  }
  template <class T>
  OtsuThresholds thresholds(const std::vector<T>& image, Shape2 shape, const Mask& mask = {}) {
    const auto in = upload(queue(), image);
    const auto inside = upload(queue(), mask);
    return canny_thresholds(queue(), in.view(shape), view_of(inside, shape));
  }

 private:
  static View2<const std::uint8_t> view_of(const Buffer<std::uint8_t>& mask, Shape2 shape) {
    return mask.size() > 0 ? mask.view(shape) : View2<const std::uint8_t>{};
  }
};
CEL_ON_EVERY_DEVICE(Canny);

Mask mask_with_a_hole() {
  Mask mask(kShape.size(), 1);
  for (int y = 20; y < 30; ++y) std::fill_n(&mask[y * 64 + 10], 30, 0);
  return mask;
}

/// A number that no other set of edges is likely to have.
std::int64_t signature(const Mask& edges) {
  std::int64_t sum = 0, count = 0;
  for (std::size_t i = 0; i < edges.size(); ++i)
    if (edges[i]) sum += static_cast<std::int64_t>(i) * ++count;
  return sum % 1000003;
}

// golden: centrosome 1.2.3, filter.canny of the same image.
TEST_P(Canny, FindsCentrosomesEdges) {
  const std::vector<float> image = test::checkered_noise(kShape);
  EXPECT_EQ(signature(edges(image, kShape, 1, {.4, .8})), 773522);
  EXPECT_EQ(signature(edges(image, kShape, 1.5, {.1, .6}, mask_with_a_hole())), 731809);
  EXPECT_EQ(signature(edges(image, kShape, 0, {1, 2}, mask_with_a_hole())), 291842);
}

// golden: centrosome 1.2.3, otsu.otsu3 of the Sobel transform: its sums have the precision of the image.
TEST_P(Canny, HasCentrosomesThresholds) {
  const std::vector<float> image = test::checkered_noise(kShape);
  const OtsuThresholds single = thresholds(image, kShape);
  EXPECT_EQ(single.lower, 0x1.a54f38p-3);
  EXPECT_EQ(single.upper, 0x1.d4e51cp-2);
  const OtsuThresholds wide = thresholds(std::vector<double>(image.begin(), image.end()), kShape);
  EXPECT_EQ(wide.lower, 0x1.a54f36dfe13eep-3);
  EXPECT_EQ(wide.upper, 0x1.d4e51ce4f780ap-2);
  const OtsuThresholds masked = thresholds(image, kShape, mask_with_a_hole());
  EXPECT_EQ(masked.lower, 0x1.e9a5c8p-3);
  EXPECT_EQ(masked.upper, 0x1.f97fccp-2);
}

// invariant: the edges of a step lie beside it, but for the border; flat images have none, of any shape.
TEST_P(Canny, OfStepsAndFlatImages) {
  for (const Shape2 shape : test::every_shape()) {
    const Mask none(shape.size(), 0);
    EXPECT_EQ(edges(std::vector<float>(shape.size(), 0.f), shape, 1, {0, 0}), none);
  }
  const Shape2 shape{8, 10};
  std::vector<float> step(shape.size());
  for (int i = 0; i < 80; ++i) step[i] = i % 10 >= 5 ? 1.f : 0.f;
  const Mask found = edges(step, shape, 0, {1, 2});
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 10; ++x)
      EXPECT_EQ(found[y * 10 + x], y > 0 && y < 7 && (x == 4 || x == 5)) << y << " " << x;
}

// invariant: edges of the upper threshold alone are among those of both, which are among those of the lower
// one; no edge is above an upper threshold beyond the gradient.
TEST_P(Canny, KeepsWeakEdgesThatReachStrongOnes) {
  const std::vector<float> image = test::checkered_noise(kShape);
  const Mask strong = edges(image, kShape, 1, {.8, .8}), both = edges(image, kShape, 1, {.4, .8}),
             weak = edges(image, kShape, 1, {.4, .4});
  for (std::size_t i = 0; i < both.size(); ++i) EXPECT_TRUE(strong[i] <= both[i] && both[i] <= weak[i]);
  EXPECT_EQ(edges(image, kShape, 1, {.4, 100}), Mask(kShape.size(), 0));
}

// edge: one value; NaN does not count; nothing to calculate a threshold from.
TEST_P(Canny, ThresholdsOfNextToNothing) {
  EXPECT_EQ(thresholds<float>({.5f}, {1, 1}).upper, 0);
  std::vector<float> image = test::noise(49);
  image[24] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_GT(thresholds(image, {7, 7}).upper, 0);
  EXPECT_THROW(thresholds(image, {7, 7}, Mask(49, 0)), std::invalid_argument);
}

}  // namespace
}  // namespace cellerate::kernel
