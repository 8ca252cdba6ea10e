// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/intensity.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "cuda/region/pixel_index.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

class IntensityTest : public test::EveryDevice {
 protected:
  /// Features x objects of each image.
  template <class T>
  std::vector<std::vector<double>> measure(Shape2 shape, const std::vector<std::int32_t>& labels, int count,
                                           const std::vector<T>& image,
                                           const std::vector<std::uint8_t>& mask = {}, int copies = 1) {
    const auto plane = upload(queue(), labels);
    const auto pixels = upload(queue(), image);
    const auto masked = upload(queue(), mask);
    const auto index = kernel::pixel_index(queue(), plane.view(shape), count);
    Buffer<std::uint8_t> edges(queue(), index.pixels.size());
    kernel::object_edges(queue(), index.view(), plane.view(shape), edges.view());
    kernel::MaskedPlane<T> one{pixels.view(shape), {}};
    if (!mask.empty()) one.mask = masked.view(shape);
    Buffer<double> features(queue(), static_cast<std::int64_t>(copies) * kernel::kIntensityFeatures * count);
    kernel::object_intensity(queue(), index.view(), plane.view(shape), edges.view(),
                             std::vector<kernel::MaskedPlane<T>>(copies, one), features.view());
    const std::vector<double> all = download(queue(), features);
    std::vector<std::vector<double>> rows;
    for (std::size_t i = 0; i < all.size(); i += count)
      rows.emplace_back(all.begin() + i, all.begin() + i + count);
    return rows;
  }
};
CEL_ON_EVERY_DEVICE(IntensityTest);

using Golden = std::array<std::array<double, 4>, kernel::kIntensityFeatures>;

void expect_golden(const std::vector<std::vector<double>>& rows, const Golden& golden) {
  for (int f = 0; f < kernel::kIntensityFeatures; ++f)
    for (int k = 0; k < 4; ++k) {
      if (std::isnan(golden[f][k]))
        EXPECT_TRUE(std::isnan(rows[f][k])) << "feature " << f << " object " << k;
      else
        EXPECT_NEAR(rows[f][k], golden[f][k], 1e-12 * (1 + std::abs(golden[f][k])))
            << "feature " << f << " object " << k;
    }
}

/// Eight grey levels, so that every object has tied maxima; label 3 does not occur.
struct Eight {
  Shape2 shape{31, 33};
  std::vector<std::int32_t> labels = test::blobs(shape, 4);
  std::vector<float> image = test::noise(shape.size());
  Eight() {
    for (std::int32_t& label : labels) label = label == 3 ? 0 : label;
    for (float& v : image) v = std::floor(v * 8) / 8;
  }
};

// analytic: a plane that ends earlier has no edge towards what lies beyond.
TEST_P(IntensityTest, EdgesWhereThePlaneEndsEarlier) {
  const Shape2 shape{2, 3};
  const auto labels = upload(queue(), std::vector<std::int32_t>{1, 1, 2, 3, 3, 3});
  const auto index = kernel::pixel_index(queue(), labels.view(shape), 3);
  Buffer<std::uint8_t> edges(queue(), shape.size());
  kernel::object_edges(queue(), index.view(), labels.view(shape), {1, 2}, edges.view());
  const std::vector<std::uint8_t> flags = download(queue(), edges);
  EXPECT_EQ(std::vector<std::uint8_t>(flags.begin(), flags.begin() + 2), (std::vector<std::uint8_t>{0, 0}));
  kernel::object_edges(queue(), index.view(), labels.view(shape), {1, 3}, edges.view());
  const std::vector<std::uint8_t> wider = download(queue(), edges);
  EXPECT_EQ(std::vector<std::uint8_t>(wider.begin(), wider.begin() + 3),
            (std::vector<std::uint8_t>{0, 1, 1}));
}

// analytic: ties that are decided fast go to the first pixel in raster order.
TEST_P(IntensityTest, FastTies) {
  const Shape2 shape{2, 4};
  const auto labels = upload(queue(), std::vector<std::int32_t>{0, 1, 1, 2, 1, 1, 2, 2});
  const auto image = upload(queue(), std::vector<float>{9, 1, 3, 5, 3, 3, 5, 4});
  const auto index = kernel::pixel_index(queue(), labels.view(shape), 2);
  const auto edges = zeros<std::uint8_t>(queue(), index.pixels.size());
  Buffer<double> features(queue(), kernel::kIntensityFeatures * 2);
  const std::vector<kernel::MaskedImage> images{{image.view(shape), {}}};
  kernel::object_intensity(queue(), index.view(), labels.view(shape), edges.view(), images, features.view(),
                           kernel::Ties::Fast);
  const std::vector<double> found = download(queue(), features);
  const auto row = [&](kernel::Intensity feature) {
    const double* of = &found[2 * static_cast<int>(feature)];
    return std::vector<double>(of, of + 2);
  };
  EXPECT_EQ(row(kernel::Intensity::MaxX), (std::vector<double>{2, 3}));
  EXPECT_EQ(row(kernel::Intensity::MaxY), (std::vector<double>{0, 0}));
}

// golden: MeasureObjectIntensity of CellProfiler 4.2.8 on the same image, ties included.
TEST_P(IntensityTest, EqualsCellProfiler) {
  const Eight eight;
  const Golden golden = {{{32.5, 44.75, 0, 47.125},
                          {0.47101449275362317, 0.45202020202020204, 0, 0.46200980392156865},
                          {0.29804991765331607, 0.28796737959895818, 0, 0.28374531161706873},
                          {0, 0, 0, 0},
                          {0.875, 0.875, 0, 0.875},
                          {28.25, 36.875, 0, 34.75},
                          {0.4788135593220339, 0.44969512195121952, 0, 0.46333333333333332},
                          {0.30108608344899179, 0.28481631603305957, 0, 0.28995210332436328},
                          {0, 0, 0, 0},
                          {0.875, 0.875, 0, 0.875},
                          {0.62982975520751705, 0.16373043766171963, 0, 0.4759436292277614},
                          {0.25, 0.25, 0, 0.25},
                          {0.5, 0.5, 0, 0.5},
                          {0.25, 0.25, 0, 0.25},
                          {0.75, 0.75, 0, 0.75},
                          {11.038461538461538, 19.840782122905029, 0, 11.655172413793103},
                          {7.4846153846153847, 15.614525139664805, 0, 20.275862068965516},
                          {0, 0, 0, 0},
                          {25, 1, 0, 11},
                          {1, 20, 0, 26}}};
  const auto rows = measure(eight.shape, eight.labels, 4, eight.image, {}, 2);
  expect_golden(rows, golden);
  // The second image of the same launch has the same features.
  for (int f = 0; f < kernel::kIntensityFeatures; ++f)
    EXPECT_EQ(rows[f], rows[kernel::kIntensityFeatures + f]);
}

// golden, edge: the same under a mask that hides object 2 and every third column.
TEST_P(IntensityTest, LeavesOutMaskedPixels) {
  const Eight eight;
  std::vector<std::uint8_t> mask(eight.labels.size());
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = eight.labels[i] != 2 && i % 33 % 3 != 0;
  const Golden golden = {{{19.625, 0, 0, 31.5},
                          {0.45639534883720928, kNaN, 0, 0.46323529411764708},
                          {0.28515056321055532, kNaN, 0, 0.27458091690938002},
                          {0, 0, 0, 0},
                          {0.875, 0, 0, 0.875},
                          {16.375, 0, 0, 23.125},
                          {0.46785714285714286, kNaN, 0, 0.46250000000000002},
                          {0.28085147501910712, kNaN, 0, 0.27866871012009936},
                          {0, 0, 0, 0},
                          {0.875, 0, 0, 0.875},
                          {0.52678530591139539, kNaN, 0, 1.3205632774550129},
                          {0.25, 0, 0, 0.25},
                          {0.375, 0, 0, 0.5},
                          {0.25, 0, 0, 0.25},
                          {0.75, 0, 0, 0.75},
                          {11, kNaN, 0, 11.65079365079365},
                          {7.0127388535031852, kNaN, 0, 20.087301587301589},
                          {0, kNaN, 0, 0},
                          {8, 4, 0, 11},
                          {5, 0, 0, 26}}};
  expect_golden(measure(eight.shape, eight.labels, 4, eight.image, mask), golden);
}

// invariant: doubles that are floats have the floats' features, ties included; analytic: others keep their
// digits.
TEST_P(IntensityTest, MeasuresDoubles) {
  const Eight eight;
  const std::vector<double> doubles(eight.image.begin(), eight.image.end());
  EXPECT_EQ(measure(eight.shape, eight.labels, 4, doubles),
            measure(eight.shape, eight.labels, 4, eight.image));
  const auto rows = measure({1, 3}, {1, 1, 1}, 1, std::vector<double>{0.1, 0.1 + 1e-12, 0.1 + 3e-12});
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::Median)][0], ((0.1 + 1e-12) + (0.1 + 3e-12)) / 2);
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::Max)][0], 0.1 + 3e-12);
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::MaxX)][0], 2);
}

// analytic, edge: one pixel that fills the plane has no edge; nothing to measure gives no rows and no faults.
TEST_P(IntensityTest, MeasuresOnePixelAndNothing) {
  const auto rows = measure<float>({1, 1}, {1}, 1, {0.5f});
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::Median)][0], 0.5);
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::Mad)][0], 0);
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::IntegratedEdge)][0], 0);
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::MeanEdge)][0], 0);
  for (const auto& row : measure<float>({2, 2}, {0, 0, 0, 0}, 3, {1, 2, 3, 4}))
    EXPECT_EQ(row, std::vector<double>(3));
}

// edge: a NaN pixel makes sums and maximum NaN and stays out of the minimum.
TEST_P(IntensityTest, SortsNaNLast) {
  const auto rows =
      measure<float>({1, 4}, {1, 1, 1, 1}, 1, {0.5f, std::numeric_limits<float>::quiet_NaN(), 0.25f, 1});
  EXPECT_TRUE(std::isnan(rows[static_cast<int>(kernel::Intensity::Max)][0]));
  EXPECT_TRUE(std::isnan(rows[static_cast<int>(kernel::Intensity::Integrated)][0]));
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::Min)][0], 0.25);
  EXPECT_EQ(rows[static_cast<int>(kernel::Intensity::LowerQuartile)][0], 0.5);
}

}  // namespace
}  // namespace cellerate
