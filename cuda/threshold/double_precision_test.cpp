/// Thresholds of images of double precision: golden values of CellProfiler 4.2.8 for an image that floats
/// cannot hold.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "cuda/threshold/adaptive.hpp"
#include "cuda/threshold/apply_threshold.hpp"
#include "cuda/threshold/log_transform.hpp"
#include "cuda/threshold/quality.hpp"
#include "cuda/threshold/robust_background.hpp"
#include "cuda/threshold/sauvola.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{64, 64};

std::vector<double> thirds_of_noise() {
  std::vector<double> values;
  for (const float v : test::checkered_noise(kShape)) values.push_back(v / 3.0);
  return values;
}

class DoublePrecisionThreshold : public test::EveryDevice {
 protected:
  const std::vector<double> pixels_ = thirds_of_noise();
};
CEL_ON_EVERY_DEVICE(DoublePrecisionThreshold);

// golden: Threshold.get_threshold_robust_background with every average and deviation.
TEST_P(DoublePrecisionThreshold, RobustBackground) {
  using kernel::RobustBackground;
  using Average = RobustBackground::Average;
  using Deviation = RobustBackground::Deviation;
  const auto of = [&](Average average, Deviation deviation) {
    return kernel::robust_background(queue(), upload(queue(), pixels_).view(),
                                     RobustBackground{0.05, 0.05, average, deviation, 2});
  };
  EXPECT_DOUBLE_EQ(of(Average::kMean, Deviation::kStandard), 0x1.08a523260b012p-2);
  EXPECT_DOUBLE_EQ(of(Average::kMean, Deviation::kMedianAbsolute), 0x1.3c2e3c520bc2bp-3);
  EXPECT_DOUBLE_EQ(of(Average::kMedian, Deviation::kStandard), 0x1.d339f7fa0a3f8p-3);
  EXPECT_DOUBLE_EQ(of(Average::kMode, Deviation::kStandard), 0x1.96ee21c647ccdp-3);
  EXPECT_DOUBLE_EQ(of(Average::kMode, Deviation::kMedianAbsolute), 0x1.83a42f987b1a8p-4);
}

// golden: centrosome.threshold.log_transform and its inverse.
TEST_P(DoublePrecisionThreshold, LogTransform) {
  const auto image = upload(queue(), pixels_);
  Buffer<double> out(queue(), kShape);
  const kernel::LogScale scale = kernel::log_transform(queue(), image.view(kShape), out.view(kShape));
  EXPECT_DOUBLE_EQ(scale.log_min, -0x1.9a777fc1cb05ap+2);
  EXPECT_DOUBLE_EQ(scale.log_max, -0x1.cc1be2bc06882p-1);
  EXPECT_DOUBLE_EQ(scale.intensity(0.5), 0x1.a7400f86ef215p-6);
  const std::vector<double> values = download(queue(), out);
  EXPECT_DOUBLE_EQ(values[0], 0x1.b445b14acee69p-1);
  EXPECT_DOUBLE_EQ(values[20 * 64 + 20], 0x1.0d1f4ae88d542p-1);
}

// golden: skimage.filters.threshold_sauvola of the image with masked pixels 0.
TEST_P(DoublePrecisionThreshold, Sauvola) {
  const auto image = upload(queue(), pixels_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  Buffer<double> out(queue(), kShape);
  kernel::sauvola(queue(), image.view(kShape), mask.view(kShape), 14, out.view(kShape));
  const std::vector<double> values = download(queue(), out);
  EXPECT_EQ(values[0], 0x1.b3b5af3bb5edap-4);
  EXPECT_EQ(values[30 * 64 + 40], 0x1.1e514fc8c14c6p-4);
  EXPECT_EQ(values[63 * 64 + 63], 0x1.105ae08d54e81p-3);
}

// golden: centrosome.threshold.weighted_variance and sum_of_entropies.
TEST_P(DoublePrecisionThreshold, Quality) {
  std::vector<std::uint8_t> bright;
  for (const double v : pixels_) bright.push_back(v > 0.1);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  const kernel::ThresholdQuality quality =
      kernel::threshold_quality(queue(), upload(queue(), pixels_).view(kShape), mask.view(kShape),
                                upload(queue(), bright).view(kShape));
  EXPECT_NEAR(quality.weighted_variance / 0x1.50a2de47a7c3bp+0, 1, 1e-14);
  EXPECT_NEAR(quality.sum_of_entropies / -0x1.8df6e2b62e818p+3, 1, 1e-14);
}

// golden: number of pixels that Threshold.apply_threshold calls foreground, smoothed and not.
TEST_P(DoublePrecisionThreshold, AppliesLikeCellProfiler) {
  const auto image = upload(queue(), pixels_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  const auto foreground = [&](View2<const std::uint8_t> inside, double sigma) {
    Buffer<std::uint8_t> out(queue(), kShape);
    kernel::apply_threshold(queue(), image.view(kShape), inside, sigma, 0.1, out.view(kShape));
    const std::vector<std::uint8_t> pixels = download(queue(), out);
    return std::count(pixels.begin(), pixels.end(), 1);
  };
  EXPECT_EQ(foreground(mask.view(kShape), 1), 986);
  EXPECT_EQ(foreground({}, 1), 1588);
  EXPECT_EQ(foreground(mask.view(kShape), 0), 769);
}

// analytic: what floats do not tell apart lies on both sides of a threshold, or of a surface.
TEST_P(DoublePrecisionThreshold, ComparesInDouble) {
  const auto image = upload(queue(), std::vector<double>{0.1, 0.1 + 2e-12});
  const auto surface = upload(queue(), std::vector<double>{0.1 + 1e-12, 0.1 + 1e-12});
  Buffer<std::uint8_t> out(queue(), 2);
  kernel::apply_threshold(queue(), image.view({1, 2}), {}, 0, 0.1 + 1e-12, out.view({1, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::uint8_t>{0, 1}));
  kernel::apply_threshold(queue(), image.view({1, 2}), {}, 0, surface.view({1, 2}), out.view({1, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::uint8_t>{0, 1}));
}

// edge: rows that are all alike are their own surface, and keep their precision.
TEST_P(DoublePrecisionThreshold, SurfaceWithoutStructure) {
  const std::vector<double> pixels = {0.1, 0.2, 0.1, 0.2};
  const auto surface = kernel::surface_without_structure(queue(), upload(queue(), pixels).view({2, 2}), {});
  ASSERT_TRUE(surface);
  EXPECT_FALSE(surface->single_precision);
  EXPECT_EQ(download(queue(), surface->values), pixels);
}

}  // namespace
}  // namespace cellerate
