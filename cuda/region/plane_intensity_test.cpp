// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/plane_intensity.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class PlaneIntensityTest : public test::EveryDevice {
 protected:
  Shape2 shape_{31, 33};
  /// All pixels, or those outside every third column.
  kernel::MaskedImage noise(bool masked) {
    pixels_ = upload(queue(), test::noise(shape_.size()));
    std::vector<std::uint8_t> mask(shape_.size());
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = i % 33 % 3 != 0;
    mask_ = upload(queue(), mask);
    return {pixels_.view(shape_), masked ? mask_.view(shape_) : View2<std::uint8_t>{}};
  }
  kernel::PlaneIntensity measure(const std::vector<float>& values, bool only_finite) {
    pixels_ = upload(queue(), values);
    const kernel::MaskedImage image = {pixels_.view({1, static_cast<int>(values.size())}), {}};
    return kernel::plane_intensity({queue(), image, only_finite}, {50});
  }

 private:
  Buffer<float> pixels_;
  Buffer<std::uint8_t> mask_;
};
CEL_ON_EVERY_DEVICE(PlaneIntensityTest);

// golden: MeasureImageIntensity and MeasureImageQuality of CellProfiler 4.2.8, without and with a mask.
TEST_P(PlaneIntensityTest, EqualsCellProfiler) {
  const std::array<std::array<double, 12>, 2> intensity = {
      {{1023, 507.41683959960938, 0.49600864085983321, 0.29345735907554626, 0.50572621822357178,
        0.25769269466400146, 0.00011432170867919922, 0.99976909160614014, 0.097751710654936458,
        0.23567861318588257, 0.75277191400527954, 0.9035618424415589},
       {682, 343.72860717773438, 0.50400089028993311, 0.2914949357509613, 0.51048010587692261,
        0.25271508097648621, 0.00011432170867919922, 0.99976909160614014, 0.1466275659824047,
        0.2504694014787674, 0.75536778569221497, 0.90381790399551387}}};
  const std::array<std::array<double, 3>, 2> quality = {
      {{0.17362040415642679, 0.0056338149219956942, -0.071743492928103128},
       {0.16858956733887612, 0.012131311416154887, -0.1014185553800845}}};
  for (const bool masked : {false, true}) {
    const kernel::MaskedImage image = noise(masked);
    const kernel::PlaneValues values(queue(), image, true);
    const kernel::PlaneIntensity p = kernel::plane_intensity(values, {25, 75, 90});
    const std::array<double, 12> measured = {static_cast<double>(p.area),
                                             p.total,
                                             p.mean,
                                             p.std,
                                             p.median,
                                             p.mad,
                                             p.min,
                                             p.max,
                                             p.percent_maximal,
                                             p.percentiles[0],
                                             p.percentiles[1],
                                             p.percentiles[2]};
    EXPECT_EQ(measured, intensity[masked]);
    EXPECT_EQ(kernel::focus_score(values), quality[masked][0]);
    EXPECT_NEAR(kernel::local_focus_score(queue(), image, 7), quality[masked][1], 1e-15);
    EXPECT_NEAR(kernel::blur_correlation(queue(), image, values, 7), quality[masked][2], 1e-12);
  }
}

// edge: infinite values stay out on request; else NaN is handed on.
TEST_P(PlaneIntensityTest, LeavesOutWhatIsNotFinite) {
  const std::vector<float> values{1, std::numeric_limits<float>::infinity(), 3, std::nanf("")};
  const auto finite = measure(values, true);
  EXPECT_EQ(finite.area, 2);
  EXPECT_EQ(finite.median, 2);
  EXPECT_EQ(finite.mad, 1);
  EXPECT_EQ(finite.percentiles[0], 2);
  EXPECT_TRUE(std::isnan(measure(values, false).median));
}

// edge: nothing to measure gives zeros; a constant plane has no contrast.
TEST_P(PlaneIntensityTest, TakesEmptyAndConstantPlanes) {
  EXPECT_EQ(measure({}, true).area, 0);
  EXPECT_EQ(measure({}, true).percentiles[0], 0);
  const auto plane = upload(queue(), std::vector<float>(64, 0.5f));
  const kernel::MaskedImage constant{plane.view({8, 8}), {}};
  const kernel::PlaneValues values(queue(), constant);
  EXPECT_EQ(kernel::plane_intensity(values, {}).percent_maximal, 100);
  EXPECT_EQ(kernel::focus_score(values), 0);
  EXPECT_EQ(kernel::local_focus_score(queue(), constant, 3), 0);
  EXPECT_EQ(kernel::blur_correlation(queue(), constant, values, 2), 0);
  EXPECT_EQ(kernel::blur_correlation(queue(), constant, values, 20), 0);
  EXPECT_EQ(kernel::focus_score({queue(), {}}), 0);
}

}  // namespace
}  // namespace cellerate
