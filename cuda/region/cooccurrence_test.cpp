// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/cooccurrence.hpp"

#include <array>
#include <cmath>

#include "cuda/region/pixel_index.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Haralick;
using Features = std::array<double, kernel::kHaralickFeatures>;

class CooccurrenceTest : public test::EveryDevice {
 protected:
  Buffer<std::uint8_t> grey(Shape2 shape, const std::vector<float>& image, int levels) {
    Buffer<std::uint8_t> values(queue(), shape);
    kernel::quantize(queue(), upload(queue(), image).view(shape), {}, levels, values.view(shape));
    return values;
  }
  /// Scales x directions x features x objects.
  std::vector<double> objects(Shape2 shape, const std::vector<std::int32_t>& labels, int count,
                              const std::vector<float>& image, int levels, const std::vector<int>& scales) {
    const auto plane = upload(queue(), labels);
    const auto index = kernel::pixel_index(queue(), plane.view(shape), count);
    const auto values = grey(shape, image, levels);
    Buffer<double> features(queue(), static_cast<std::int64_t>(scales.size()) * kernel::kTextureDirections *
                                         kernel::kHaralickFeatures * count);
    kernel::object_textures(queue(), index.view(), plane.view(shape), values.view(shape), scales,
                            features.view());
    return download(queue(), features);
  }
  std::vector<double> plane(Shape2 shape, const std::vector<float>& image, const std::vector<int>& scales) {
    Buffer<double> features(queue(), static_cast<std::int64_t>(scales.size()) * kernel::kTextureDirections *
                                         kernel::kHaralickFeatures);
    kernel::plane_textures(queue(), grey(shape, image, 256).view(shape), scales, features.view());
    return download(queue(), features);
  }
};
CEL_ON_EVERY_DEVICE(CooccurrenceTest);

void expect_close(const double* measured, std::int64_t stride, const Features& golden) {
  for (int f = 0; f < kernel::kHaralickFeatures; ++f)
    EXPECT_NEAR(measured[f * stride], golden[f], 1e-11 * (1 + std::abs(golden[f]))) << "feature " << f;
}

// golden: skimage.exposure.rescale_intensity 0.18.3, which misses some whole numbers by rounding.
TEST_P(CooccurrenceTest, LevelsAreThoseOfScikitImage) {
  const auto levels_of = [&](int byte, int levels) {
    return static_cast<int>(download(queue(), grey({1, 1}, {static_cast<float>(byte) / 255}, levels))[0]);
  };
  EXPECT_EQ(levels_of(187, 151), 109);  // 187 * 150 / 255 is 110
  EXPECT_EQ(levels_of(102, 151), 60);
  EXPECT_EQ(levels_of(171, 86), 56);
  EXPECT_EQ(levels_of(255, 151), 150);
}

// golden: mahotas 1.4.18 on the objects of a noisy image in 16 grey levels.
TEST_P(CooccurrenceTest, ObjectsEqualMahotas) {
  const Shape2 shape{31, 33};
  const auto features = objects(shape, test::blobs(shape, 4), 4, test::noise(shape.size()), 16, {1, 3});
  const Features second = {{0.016867971678467302, 32.08163265306122, -0.022350817583349267,
                            15.690129112869656, 0.17253596361905976, 16.122448979591834, 30.678883798417417,
                            4.0679659677515172, 6.0432812726866363, 0.0040242491554444903, 3.1479595297626197,
                            -0.36062497085775624, 0.96434717841195394}};
  const Features fourth = {{0.0703125, 29.125, 0.094925952901189603, 16.08984375, 0.32182584554535776, 14.625,
                            35.234375, 3, 3.875, 0.01013888888888889, 2.4056390622295662,
                            -0.65217391304347827, 0.98817116642006453}};
  expect_close(&features[1 * kernel::kHaralickFeatures * 4 + 1], 4, second);
  expect_close(&features[(4 + 3) * kernel::kHaralickFeatures * 4 + 3], 4, fourth);
}

// golden: mahotas 1.4.18 on the whole image, whose zeros count.
TEST_P(CooccurrenceTest, PlaneEqualsMahotas) {
  const Shape2 shape{31, 33};
  const auto features = plane(shape, test::noise(shape.size()), {1, 3});
  const Features golden = {{0.00061862244897959253, 11395.429761904763, -0.018844728613300603,
                            5592.32895939626, 0.0098196213897625423, 252.33928571428572, 10973.886075680268,
                            8.2425485236205773, 10.674959803380396, 8.9670471053004502e-06,
                            7.5351818086609565, -0.62709972124209967, 0.99997091058983278}};
  expect_close(&features[(4 + 3) * kernel::kHaralickFeatures], 1, golden);
}

// analytic: one grey level has no variance and no entropy; pairs with a grey value of 0 do not count.
TEST_P(CooccurrenceTest, OneLevelIsUniform) {
  const Shape2 shape{4, 4};
  const auto features =
      objects(shape, std::vector<std::int32_t>(16, 1), 1, std::vector<float>(16, 0.5f), 256, {1});
  for (int direction = 0; direction < kernel::kTextureDirections; ++direction) {
    const double* f = &features[direction * kernel::kHaralickFeatures];
    EXPECT_EQ(f[static_cast<int>(Haralick::AngularSecondMoment)], 1);
    EXPECT_EQ(f[static_cast<int>(Haralick::Correlation)], 1);
    EXPECT_EQ(f[static_cast<int>(Haralick::SumAverage)], 256);
    EXPECT_EQ(f[static_cast<int>(Haralick::Entropy)], 0);
    EXPECT_EQ(f[static_cast<int>(Haralick::InfoMeas1)], 0);
  }
}

// edge: an object without a pair in one direction has zeros throughout, so has a label that does not occur.
TEST_P(CooccurrenceTest, MissingPairsGiveZeros) {
  const Shape2 shape{3, 9};
  std::vector<std::int32_t> labels(27);
  std::fill(labels.begin() + 9, labels.begin() + 18, 1);
  for (const double f : objects(shape, labels, 2, std::vector<float>(27, 0.5f), 256, {1, 20}))
    EXPECT_EQ(f, 0);
  EXPECT_TRUE(objects(shape, labels, 0, std::vector<float>(27), 256, {1}).empty());
  EXPECT_THROW(plane(shape, std::vector<float>(27), {3}), std::invalid_argument);
}

// analytic: halves round to even, what lies outside 0 ... 1 is cut, NaN is 0.
TEST_P(CooccurrenceTest, QuantizesAsScikitImage) {
  const std::vector<float> image{0.5f, 1.0f, -0.5f, 2.0f, std::nanf(""), 2.5f / 255.0f};
  EXPECT_EQ(download(queue(), grey({1, 6}, image, 256)), (std::vector<std::uint8_t>{128, 255, 0, 255, 0, 2}));
  EXPECT_EQ(download(queue(), grey({1, 6}, image, 8))[0], 128 * 7 / 255);
}

}  // namespace
}  // namespace cellerate
