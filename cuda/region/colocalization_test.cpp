// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/colocalization.hpp"

#include <array>
#include <cmath>

#include "cuda/region/pixel_index.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Colocalization;
using Features = std::array<double, kernel::kColocalizationFeatures>;
constexpr double kPercent = 50, kScale = 255;

/// Two correlated channels of 64 and 128 grey levels.
struct Pair {
  Shape2 shape{31, 33};
  std::vector<float> first = test::noise(shape.size()), second = test::noise(shape.size(), 2);
  Pair() {
    for (std::size_t i = 0; i < first.size(); ++i) {
      first[i] = std::floor(first[i] * 64) / 64;
      second[i] = (first[i] + std::floor(second[i] * 64) / 64) / 2;
    }
  }
};

class ColocalizationTest : public test::EveryDevice {
 protected:
  /// Features x objects.
  std::vector<double> objects(const Pair& pair, const std::vector<std::int32_t>& labels, int count,
                              const std::optional<kernel::CostesThresholds>& costes,
                              const std::vector<std::uint8_t>& mask = {}) {
    const auto plane = upload(queue(), labels);
    const auto first = upload(queue(), pair.first), second = upload(queue(), pair.second);
    const auto hidden = upload(queue(), mask);
    const auto index = kernel::pixel_index(queue(), plane.view(pair.shape), count);
    kernel::MaskedImage a{first.view(pair.shape), {}}, b{second.view(pair.shape), {}};
    if (!mask.empty()) a.mask = hidden.view(pair.shape);
    const auto channel1 = kernel::object_channel(queue(), index.view(), a, b.mask, kPercent, true);
    const auto channel2 = kernel::object_channel(queue(), index.view(), b, a.mask, kPercent, true);
    Buffer<double> features(queue(), kernel::kColocalizationFeatures * count);
    kernel::object_colocalization(queue(), index.view(), channel1, channel2, costes, features.view());
    return download(queue(), features);
  }
};
CEL_ON_EVERY_DEVICE(ColocalizationTest);

// golden: MeasureColocalization of CellProfiler 4.2.8 in every mode of Costes, on the plane.
TEST_P(ColocalizationTest, PlaneEqualsCellProfiler) {
  const Features golden = {0.69836836121412948, 0.9766886830329895,  0.85874497890472412, 1.1108312606811523,
                           0.7678067684173584,  0.78674811124801636, 0.56634860310844126, 0.55948103080859701,
                           0.93325120210647583, 0.88877224922180176};
  const Pair pair;
  const auto first = upload(queue(), pair.first), second = upload(queue(), pair.second);
  const std::array<double, 3> thresholds = {0.23921568627450981, 0.23921568627451095, 0.23921568627451251};
  for (const auto mode :
       {kernel::CostesMode::Faster, kernel::CostesMode::Fast, kernel::CostesMode::Accurate}) {
    kernel::CostesThresholds found{};
    const auto result = kernel::plane_colocalization(
        queue(), {first.view(pair.shape), {}}, {second.view(pair.shape), {}}, kPercent, kScale, mode, &found);
    for (int f = 0; f < kernel::kColocalizationFeatures; ++f)
      EXPECT_NEAR(result.features[f], golden[f], 1e-12) << "feature " << f;
    EXPECT_NEAR(result.slope, 0.47596952, 1e-6);  // CellProfiler solves in single precision
    EXPECT_EQ(found.first, thresholds[static_cast<int>(mode)]);
  }
}

// golden: the same in objects.
TEST_P(ColocalizationTest, ObjectsEqualCellProfiler) {
  const std::array<Features, 2> golden = {
      {{0.7447573876228929, 0.98085998002401376, 0.8515716022491262, 1.1297773409443164, 0.85993111366245689,
        0.76646884272997029, 0.66674512055109048, 0.57562611275964393, 0.93928409605799723,
        0.92272174969623333},
       {0.63675701355302927, 0.97863270392995405, 0.79518230259293443, 1.2044055383002217,
        0.72821329088738562, 0.74107591754650581, 0.60948666931953832, 0.59996229260935119,
        0.94731610337972172, 0.86941155681215765}}};
  const Pair pair;
  const auto features = objects(pair, test::blobs(pair.shape, 4), 4,
                                kernel::CostesThresholds{0.23921568627450981, 0.3421736930103062});
  for (int f = 0; f < kernel::kColocalizationFeatures; ++f)
    for (int k = 0; k < 2; ++k) EXPECT_NEAR(features[f * 4 + k], golden[k][f], 1e-12) << "feature " << f;
}

// edge: a label that does not occur and one under the mask have no correlation and no overlap.
TEST_P(ColocalizationTest, MissingObjectsAreNaN) {
  const Pair pair;
  std::vector<std::int32_t> labels(pair.first.size(), 1);
  labels[0] = 2;
  std::vector<std::uint8_t> mask(labels.size(), 1);
  mask[0] = 0;
  const auto features = objects(pair, labels, 3, {}, mask);
  for (const int k : {1, 2}) {
    EXPECT_TRUE(std::isnan(features[static_cast<int>(Colocalization::Correlation) * 3 + k]));
    EXPECT_TRUE(std::isnan(features[static_cast<int>(Colocalization::Manders12) * 3 + k]));
  }
  EXPECT_EQ(features[static_cast<int>(Colocalization::Costes12) * 3], 0);
  EXPECT_TRUE(objects(pair, std::vector<std::int32_t>(labels.size()), 0, {}).empty());
}

// analytic, edge: a channel with itself correlates fully; a plane under its mask has nothing to measure.
TEST_P(ColocalizationTest, TakesIdenticalAndMaskedPlanes) {
  const Pair pair;
  const auto plane = upload(queue(), pair.first);
  const auto hidden = zeros<std::uint8_t>(queue(), plane.size());
  const kernel::MaskedImage image{plane.view(pair.shape), {}},
      none{plane.view(pair.shape), hidden.view(pair.shape)};
  const auto same = kernel::plane_colocalization(queue(), image, image, kPercent, kScale, {}, nullptr);
  EXPECT_NEAR(same.features[static_cast<int>(Colocalization::Correlation)], 1, 1e-12);
  EXPECT_EQ(same.features[static_cast<int>(Colocalization::Rwc12)], 1);
  EXPECT_NEAR(same.slope, 1, 1e-12);
  const auto masked = kernel::plane_colocalization(queue(), image, none, kPercent, kScale, {}, nullptr);
  for (const double f : masked.features) EXPECT_TRUE(std::isnan(f));
}

}  // namespace
}  // namespace cellerate
