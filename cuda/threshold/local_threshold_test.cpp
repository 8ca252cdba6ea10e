/// Robust background, logarithmic scale, local thresholds and their quality: golden values of
/// CellProfiler 4.2.8.
// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "cuda/numeric/log2.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/numeric/sorted_values.hpp"
#include "cuda/threshold/adaptive.hpp"
#include "cuda/threshold/li.hpp"
#include "cuda/threshold/log_transform.hpp"
#include "cuda/threshold/otsu.hpp"
#include "cuda/threshold/quality.hpp"
#include "cuda/threshold/robust_background.hpp"
#include "cuda/threshold/sauvola.hpp"
#include "cuda/threshold/spline_surface.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{64, 64};

class LocalThreshold : public test::EveryDevice {
 protected:
  const std::vector<float> pixels_ = test::checkered_noise(kShape);
};
CEL_ON_EVERY_DEVICE(LocalThreshold);

// golden: Threshold.get_threshold_robust_background with every average and deviation.
TEST_P(LocalThreshold, RobustBackgroundHasCellProfilersBits) {
  using kernel::RobustBackground;
  using Average = RobustBackground::Average;
  using Deviation = RobustBackground::Deviation;
  const auto of = [&](const std::vector<float>& values, double lower, Average average, Deviation deviation) {
    return kernel::robust_background(queue(), upload(queue(), values).view(),
                                     RobustBackground{lower, 0.05, average, deviation, 2});
  };
  EXPECT_EQ(of(pixels_, 0.05, Average::kMean, Deviation::kStandard), 0x1.8cf7b5p-1);
  EXPECT_EQ(of(pixels_, 0.05, Average::kMean, Deviation::kMedianAbsolute), 0x1.da455ap-2);
  EXPECT_EQ(of(pixels_, 0.05, Average::kMedian, Deviation::kStandard), 0x1.5e6b7a8p-1);
  EXPECT_EQ(of(pixels_, 0.05, Average::kMode, Deviation::kStandard), 0x1.313299d92e2ap-1);
  EXPECT_EQ(of(pixels_, 0.05, Average::kMode, Deviation::kMedianAbsolute), 0x1.22bb23b25c53fp-2);
  EXPECT_EQ(of(pixels_, 0, Average::kMean, Deviation::kStandard), 0x1.ce52b1p-1);
  EXPECT_EQ(of(test::quantised(pixels_), 0.05, Average::kMedian, Deviation::kMedianAbsolute), 0x1.8p-2);
  // edge: two values are too few; equal ones are their own threshold, and have no mode once the tails are
  // gone.
  EXPECT_EQ(of({1, 2}, 0.05, Average::kMean, Deviation::kStandard), 0);
  EXPECT_EQ(of({3, 3, 3}, 0.05, Average::kMean, Deviation::kStandard), 3);
  std::vector<float> tails(20, 2.0f);
  tails.front() = 1;
  tails.back() = 3;
  EXPECT_THROW(of(tails, 0.05, Average::kMode, Deviation::kStandard), std::domain_error);
  EXPECT_TRUE(std::isnan(of(tails, 1, Average::kMedian, Deviation::kStandard)));
}

// golden: centrosome.threshold.log_transform and its inverse.
TEST_P(LocalThreshold, LogTransformHasCentrosomesBits) {
  const auto image = upload(queue(), pixels_);
  Buffer<double> out(queue(), kShape);
  const kernel::LogScale scale = kernel::log_transform(queue(), image.view(kShape), out.view(kShape));
  EXPECT_EQ(scale.log_min, -0x1.54277p+2f);
  EXPECT_EQ(scale.log_max, 0x1.9985b2p-3f);
  const std::vector<double> values = download(queue(), out);
  EXPECT_EQ(values[0], 0x1.b4459b3583897p-1);
  EXPECT_EQ(values[20 * 64 + 20], 0x1.0d1f044e30812p-1);
  EXPECT_DOUBLE_EQ(scale.intensity(0.5), 0x1.3d7109433f639p-4);
  Buffer<double> surface = upload(queue(), std::vector<double>{0.5});
  kernel::inverse_log_transform(queue(), scale, surface.view({1, 1}));
  EXPECT_DOUBLE_EQ(download(queue(), surface)[0], 0x1.3d7109433f639p-4);
}

// edge: one value stays as it is, but within 0 ... 1.
TEST_P(LocalThreshold, LogTransformOfOneValue) {
  const auto image = upload(queue(), std::vector<float>{0.5f, 0.5f});
  Buffer<double> out(queue(), 2);
  kernel::log_transform(queue(), image.view({1, 2}), out.view({1, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<double>{0, 0}));
}

// golden: skimage.filters.threshold_sauvola of the image with masked pixels 0.
TEST_P(LocalThreshold, SauvolaHasScikitImagesBits) {
  const auto image = upload(queue(), pixels_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  Buffer<double> out(queue(), kShape);
  kernel::sauvola(queue(), image.view(kShape), mask.view(kShape), 14, out.view(kShape));
  const std::vector<double> values = download(queue(), out);
  EXPECT_EQ(values[0], 0x1.59c7b0c9e0474p-2);
  EXPECT_EQ(values[30 * 64 + 40], 0x1.c3a2558cbecfdp-3);
  EXPECT_EQ(values[63 * 64 + 63], 0x1.b0acdca3964e6p-2);
}

// golden: Threshold.get_local_threshold and _correct_local_threshold with windows of 15 pixels.
TEST_P(LocalThreshold, AdaptiveHasCellProfilersBits) {
  const auto image = upload(queue(), pixels_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  const double tolerance = kernel::li_tolerance(queue(), image.view());
  const struct {
    kernel::BlockThreshold<float> method;
    double corner, inside, other_corner, mean_corrected;
  } cases[] = {{[](View1<const float> v) { return kernel::otsu(kernel::histogram(v, kernel::kOtsuBins)); },
                -0x1.1b91fcc733cb5p-1, 0x1.afc0c92832024p-2, -0x1.3b51c7eaf427fp-1, 0x1.477046f3bba08p-2},
               {[=](View1<const float> v) { return kernel::li(v, tolerance); }, -0x1.1cdd0706021a4p-1,
                0x1.6f7328fd648b6p-2, -0x1.028c8100c20ap-1, 0x1.3b5f46dd4ce86p-2}};
  for (const auto& expected : cases) {
    auto surface =
        kernel::adaptive_threshold(queue(), image.view(kShape), mask.view(kShape), {15, 15}, expected.method);
    const std::vector<double> values = download(queue(), surface.values);
    EXPECT_EQ(values[0], expected.corner);
    EXPECT_EQ(values[30 * 64 + 40], expected.inside);
    EXPECT_EQ(values[63 * 64 + 63], expected.other_corner);
    EXPECT_FALSE(surface.single_precision);
    kernel::correct_surface(queue(), surface, 1, 0, 1, 0.3);
    EXPECT_EQ(kernel::numpy_mean(queue(), std::as_const(surface.values).view()), expected.mean_corrected);
  }
}

// edge: rows that are all alike are their own surface, in single precision; the window must fit twice.
TEST_P(LocalThreshold, AdaptiveOfImagesWithoutStructure) {
  const auto image = upload(queue(), std::vector<float>{0.1f, 0.2f, 0.1f, 0.2f});
  auto surface =
      kernel::adaptive_threshold(queue(), image.view({2, 2}), {}, {1, 1}, kernel::BlockThreshold<float>{});
  EXPECT_TRUE(surface.single_precision);
  kernel::correct_surface(queue(), surface, 1.1, 0, 1, 0.1);
  const double factor = 1.1f;
  EXPECT_EQ(download(queue(), surface.values)[0], static_cast<float>(0.1f * factor));
  EXPECT_TRUE(kernel::adaptive_window_fits({100, 60}, {30, 30}));
  EXPECT_TRUE(kernel::adaptive_window_fits({100, 60}, {50, 30}));
  EXPECT_FALSE(kernel::adaptive_window_fits({100, 60}, {30, 31}));
  EXPECT_FALSE(kernel::adaptive_window_fits({100, 60}, {51, 30}));
}

// analytic: of a window only the number of blocks along each axis counts.
TEST_P(LocalThreshold, AdaptiveWindowsMayBeOblong) {
  const auto image = upload(queue(), pixels_);
  const auto surface = [&](Shape2 window) {
    const auto otsu = [](View1<const float> v) {
      return kernel::otsu(kernel::histogram(v, kernel::kOtsuBins));
    };
    return download(queue(),
                    kernel::adaptive_threshold(queue(), image.view(kShape), {}, window, otsu).values);
  };
  const auto square = surface({15, 15});
  EXPECT_EQ(surface({13, 16}), square);
  EXPECT_NE(surface({13, 20}), square);
  EXPECT_NE(surface({20, 13}), surface({13, 20}));
}

// analytic: a spline of any degree passes through its values, and a plane stays a plane.
TEST_P(LocalThreshold, SplineReproducesAPlane) {
  const kernel::SplineAxis axis{{1, 2.5, 4, 7, 8}, 0, 10};
  std::vector<double> values;
  for (const double y : axis.sites)
    for (const double x : axis.sites) values.push_back(3 * y - x);
  for (const int degree : {1, 2, 3}) {
    Buffer<double> out(queue(), Shape2{3, 3});
    kernel::SplineSurface(axis, axis, values, degree)
        .evaluate(queue(), {0, 2.5, 10}, {0, 5, 10}, out.view({3, 3}));
    const std::vector<double> expected = {0, -5, -10, 7.5, 2.5, -2.5, 30, 25, 20};
    const std::vector<double> found = download(queue(), out);
    for (int i = 0; i < 9; ++i) EXPECT_NEAR(found[i], expected[i], 1e-12);
  }
}

// golden: centrosome.threshold.weighted_variance and sum_of_entropies, whose log2 depends on the
// machine: 1.5e-7, 1e-6.
TEST_P(LocalThreshold, QualityIsCentrosomes) {
  const auto image = upload(queue(), pixels_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  std::vector<std::uint8_t> bright(kShape.size());
  for (std::int64_t i = 0; i < kShape.size(); ++i) bright[i] = pixels_[i] > 0.3f;
  const auto foreground = upload(queue(), bright);
  const auto all = upload(queue(), std::vector<std::uint8_t>(kShape.size(), 1));
  const auto quality = [&](const Buffer<float>& pixels, View2<const std::uint8_t> inside,
                           const Buffer<std::uint8_t>& chosen) {
    return kernel::threshold_quality(queue(), pixels.view(kShape), inside, chosen.view(kShape));
  };
  const kernel::ThresholdQuality masked = quality(image, mask.view(kShape), foreground);
  EXPECT_NEAR(masked.weighted_variance / 0x1.50a2ddcf6d8bbp+0, 1, 1.5e-7);
  EXPECT_NEAR(masked.sum_of_entropies / -0x1.77d12d439bde7p+3, 1, 1e-6);
  // edge: one class only, and black
  EXPECT_NEAR(quality(image, {}, all).weighted_variance / 0x1.626c1p+1, 1, 1.5e-7);
  EXPECT_EQ(quality(image, {}, all).sum_of_entropies, 0);
  const auto black = zeros<float>(queue(), kShape.size());
  EXPECT_EQ(quality(black, {}, all).weighted_variance, 0);
  EXPECT_EQ(quality(black, {}, all).sum_of_entropies, 0);
}

// invariant: rounded to float it is the nearest float to the logarithm; analytic: powers of two are exact.
TEST(PortableLog2, RoundsToTheNearestFloat) {
  for (int e = -20; e <= 20; ++e) EXPECT_EQ(kernel::portable_log2(std::ldexp(1.0, e)), e);
  for (float v : test::noise(5000)) {
    v += 0x1p-24f;
    EXPECT_EQ(static_cast<float>(kernel::portable_log2(v)),
              static_cast<float>(std::log2(static_cast<double>(v))));
  }
}

// invariant: sorted as the standard library does, many different values and few; edge: signs, NaN, nothing.
TEST(SortedValues, AreInOrder) {
  for (const float levels : {1e9f, 100.f}) {
    std::vector<float> values = test::noise(50000);
    for (float& v : values) v = std::floor(v * levels);
    for (std::size_t i = 0; i < values.size(); i += 3) values[i] *= -1e20f;
    std::vector<float> expected = values;
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(kernel::sorted_values(values), expected);
  }
  const std::vector<float> special = kernel::sorted_values({NAN, 1, -INFINITY, 0});
  EXPECT_EQ((std::vector<float>{special.begin(), special.begin() + 3}),
            (std::vector<float>{-INFINITY, 0, 1}));
  EXPECT_TRUE(std::isnan(special[3]));
  EXPECT_TRUE(kernel::sorted_values({}).empty());
}

// edge: blocks of two levels fall back to two classes, three levels that share bins of 128 to 256 bins.
TEST(MultiOtsuOfBlock, FallsBackLikeCellProfiler) {
  const std::vector<float> two = {0, 1, 1}, near = {0, 0.0065f, 1, 1}, too_near = {0, 1e-5f, 1};
  EXPECT_EQ(kernel::multi_otsu_of_block(View1<const float>{two.data(), 3}, true), 0x1p-9);
  EXPECT_EQ(kernel::multi_otsu_of_block(View1<const float>{near.data(), 4}, true), 0x1p-9);
  EXPECT_THROW(kernel::multi_otsu_of_block(View1<const float>{too_near.data(), 3}, true), std::domain_error);
}

}  // namespace
}  // namespace cellerate
