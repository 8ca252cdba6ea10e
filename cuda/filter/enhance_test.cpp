/// Dark holes, texture and circles: golden values of CellProfiler 4.2.8 and scikit-image 0.18.3.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "cuda/filter/hough_circles.hpp"
#include "cuda/filter/reconstruction.hpp"
#include "cuda/filter/texture_variance.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{64, 64};

class Enhance : public test::EveryDevice {
 protected:
  const std::vector<float> pixels_ = test::checkered_noise(kShape);
};
CEL_ON_EVERY_DEVICE(Enhance);

// golden: EnhanceOrSuppressFeatures.enhance_dark_holes with radii 1 ... 4 under a mask.
TEST_P(Enhance, DarkHolesAreCellProfilers) {
  const auto image = upload(queue(), pixels_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  Buffer<float> out(queue(), kShape);
  kernel::enhance_dark_holes(queue(), image.view(kShape), mask.view(kShape), 1, 4, out.view(kShape));
  const std::vector<float> found = download(queue(), out);
  EXPECT_EQ(found[20 * 64 + 33], 0x1.86c01p-1f);
  EXPECT_EQ(found[35 * 64 + 12], 0x1.ad5694p-1f);
  EXPECT_EQ(found[1 * 64 + 1], 0x1.08e4bp-2f);
}

// analytic: a seed floods its basin up to its own height and no further.
TEST_P(Enhance, ReconstructionStopsAtTheMask) {
  const Shape2 line{1, 7};
  const auto mask = upload(queue(), std::vector<float>{5, 3, 4, 0, 9, 9, 2});
  const auto seed = upload(queue(), std::vector<float>{0, 0, 4, 0, 0, 1, 0});
  Buffer<float> out(queue(), line);
  kernel::reconstruct_by_dilation(queue(), seed.view(line), mask.view(line), out.view(line));
  EXPECT_EQ(download(queue(), out), (std::vector<float>{3, 3, 4, 0, 1, 1, 1}));
}

// golden: EnhanceOrSuppressFeatures.enhance_texture; the weights' exponential is the C library's, hence the
// tolerance.
TEST_P(Enhance, TextureIsCellProfilers) {
  const auto image = upload(queue(), pixels_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  Buffer<double> out(queue(), kShape);
  kernel::texture_variance(queue(), image.view(kShape), mask.view(kShape), 2, out.view(kShape));
  const std::vector<double> found = download(queue(), out);
  EXPECT_NEAR(found[5], 0x1.4d3cec3d4f154p-4, 1e-15);
  EXPECT_NEAR(found[20 * 64 + 34], 0x1.bc679b49af240p-4, 1e-15);
  EXPECT_NEAR(found[62 * 64 + 51], 0x1.28a6e22032ae0p-4, 1e-15);
}

// golden: dark holes and texture of an image of double precision; texture without a mask, too.
TEST_P(Enhance, KeepsDoublePrecision) {
  std::vector<double> thirds;
  for (const float v : pixels_) thirds.push_back(v / 3.0);
  const auto image = upload(queue(), thirds);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  Buffer<double> out(queue(), kShape);
  kernel::enhance_dark_holes(queue(), image.view(kShape), mask.view(kShape), 1, 4, out.view(kShape));
  EXPECT_EQ(download(queue(), out)[20 * 64 + 33], 0x1.04800aaaaaaaap-2);
  kernel::texture_variance(queue(), image.view(kShape), mask.view(kShape), 2, out.view(kShape));
  EXPECT_NEAR(download(queue(), out)[21 * 64 + 33], 0x1.873dc623a6658p-7, 1e-15);
  kernel::texture_variance(queue(), image.view(kShape), {}, 2, out.view(kShape));
  EXPECT_NEAR(download(queue(), out)[20 * 64 + 34], 0x1.6a122d7acce3cp-7, 1e-15);
}

// analytic: without smoothing nothing varies.
TEST_P(Enhance, TextureWithoutSmoothing) {
  const auto image = upload(queue(), std::vector<double>{.5, .25, 1});
  Buffer<double> out(queue(), 3);
  kernel::texture_variance(queue(), image.view({1, 3}), {}, 0, out.view({1, 3}));
  EXPECT_EQ(download(queue(), out), (std::vector<double>{0, 0, 0}));
}

// golden: skimage.transform.hough_circle of sparse points.
TEST_P(Enhance, CirclesAreScikitImages) {
  std::vector<float> points = test::noise(kShape.size());
  for (float& v : points) v = v > 0.95f ? v : 0.0f;
  const auto image = upload(queue(), points);
  Buffer<double> out(queue(), kShape);
  kernel::hough_circles(queue(), image.view(kShape), 5, out.view(kShape));
  const std::vector<double> found = download(queue(), out);
  EXPECT_EQ(found[20 * 64 + 33], 0.125);
  EXPECT_EQ(*std::max_element(found.begin(), found.end()), 0.25);
  EXPECT_EQ(std::max_element(found.begin(), found.end()) - found.begin(), 16 * 64 + 25);
}

// edge: nothing to enhance.
TEST_P(Enhance, OfAnEmptyPlane) {
  const View2<const float> none{};
  kernel::enhance_dark_holes(queue(), none, {}, 1, 3, {});
  kernel::texture_variance(queue(), none, {}, 2, {});
  kernel::hough_circles(queue(), none, 3, {});
}

}  // namespace
}  // namespace cellerate
