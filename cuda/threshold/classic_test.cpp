// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/classic.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "cuda/region/plane_values.hpp"
#include "cuda/threshold/log_otsu.hpp"
#include "cuda/threshold/mixture_of_gaussians.hpp"
#include "cuda/threshold/robust_background.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::OtsuCriterion;

class ClassicThresholds : public test::EveryDevice {
 protected:
  /// 3000 distinct values, more of them near 0.
  static std::vector<float> skewed() {
    std::vector<float> values(3000);
    for (int i = 0; i < 3000; ++i) {
      const float k = static_cast<float>(i * 7919 % 4096) / 4096;
      values[i] = k * k;
    }
    return values;
  }
  static View1<const float> view(const std::vector<float>& values) {
    return {values.data(), static_cast<std::int64_t>(values.size())};
  }
};
CEL_ON_EVERY_DEVICE(ClassicThresholds);

// golden (centrosome 1.2.3, get_otsu_threshold): 256 and 128 bins do not divide 3000.
TEST_P(ClassicThresholds, OtsuOnALogarithmicScale) {
  const auto values = skewed();
  const kernel::LogOtsu otsu(queue(), kernel::PlaneValues(values).ascending());
  EXPECT_DOUBLE_EQ(otsu.two_classes(OtsuCriterion::kWeightedVariance), 0.06690048972051628);
  EXPECT_DOUBLE_EQ(otsu.two_classes(OtsuCriterion::kEntropy), 0.20907793340068462);
  const auto variance = otsu.three_classes(OtsuCriterion::kWeightedVariance);
  EXPECT_DOUBLE_EQ(variance.lower, 0.027237894327090048);
  EXPECT_DOUBLE_EQ(variance.upper, 0.22921089627328148);
  const auto entropy = otsu.three_classes(OtsuCriterion::kEntropy);
  EXPECT_DOUBLE_EQ(entropy.lower, 0.07185959156635956);
  EXPECT_DOUBLE_EQ(entropy.upper, 0.33734086324430107);
}

// golden (centrosome 1.2.3)
TEST_P(ClassicThresholds, TheOthers) {
  const auto values = skewed();
  EXPECT_DOUBLE_EQ(kernel::mode_threshold(view(values)), 0.03708436855903039);
  EXPECT_DOUBLE_EQ(kernel::robust_background(view(values), {}), 0.8332681655883789);
  EXPECT_DOUBLE_EQ(kernel::ridler_calvard(view(values)), 0.06916468445610695);
  EXPECT_NEAR(kernel::kapur(queue(), view(values)), 0.04410354991733262, 1e-9);
  EXPECT_DOUBLE_EQ(kernel::maximum_correlation(view(values)), 0.40080203823014804);
}

// golden (centrosome 1.2.3, get_mog_threshold): the last one is so large that a sample is drawn.
TEST_P(ClassicThresholds, MixtureOfGaussians) {
  const auto values = skewed();
  EXPECT_NEAR(kernel::mixture_of_gaussians(view(values), .05), 0.23977457445721434, 1e-9);
  EXPECT_NEAR(kernel::mixture_of_gaussians(view(values), .25), 0.23994850915589777, 1e-9);
  EXPECT_NEAR(kernel::mixture_of_gaussians(view(values), .75), 0.03094679582750597, 1e-9);
  std::vector<float> many;
  for (int i = 0; i < 100; ++i) many.insert(many.end(), values.begin(), values.end());
  EXPECT_NEAR(kernel::mixture_of_gaussians(view(many), .2), 0.2373585291610945, 1e-9);
  EXPECT_THROW(kernel::mixture_of_gaussians(view(values), 0), std::domain_error);
}

// edge: values that are all the same, and too few of them.
TEST_P(ClassicThresholds, OfConstantsTheyAreThatConstant) {
  const std::vector<float> same(40, .25f), two = {.25f, .5f}, negative = {-2, -1};
  EXPECT_EQ(kernel::mode_threshold(view(same)), .25);
  EXPECT_EQ(kernel::ridler_calvard(view(same)), .25);
  EXPECT_EQ(kernel::kapur(queue(), view(same)), .25);
  EXPECT_EQ(kernel::maximum_correlation(view(same)), .25);
  EXPECT_EQ(kernel::mixture_of_gaussians(view(same), .5), .25);
  EXPECT_EQ(kernel::ridler_calvard(view(two)), 0);
  EXPECT_EQ(kernel::kapur(queue(), view(two)), 0);
  EXPECT_EQ(kernel::mixture_of_gaussians(view(two), .5), 1);
  EXPECT_EQ(kernel::LogOtsu(queue(), negative).two_classes(OtsuCriterion::kEntropy), 1);
}

}  // namespace
}  // namespace cellerate
