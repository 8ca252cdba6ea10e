// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{40, 60};

class Smooth : public test::ModuleTest {
 protected:
  std::vector<float> smoothed(const char* method, const char* diameter = "6", const char* clip = "Yes") {
    run("Smooth", std::string("a:In\nb:Out\nc:") + method + "\nd:" + (*diameter ? "No" : "Yes") +
                      "\ne:" + (*diameter ? diameter : "16") + "\nf:0.1\ng:" + clip);
    return pixels("Out");
  }
};
CEL_ON_EVERY_DEVICE(Smooth);

// analytic: a flat image stays flat, but for the circular average, which counts zeros beyond the border.
TEST_P(Smooth, OfAFlatImage) {
  image("In", kShape, std::vector<float>(kShape.size(), .5f));
  for (const char* method :
       {"Fit Polynomial", "Gaussian Filter", "Median Filter", "Smooth Keeping Edges", "Smooth to Average"})
    for (const float value : smoothed(method)) ASSERT_NEAR(value, .5, 1e-6) << method;
  const std::vector<float> circular = smoothed("Circular Average Filter");
  EXPECT_NEAR(circular[20 * 60 + 30], .5, 1e-6);
  EXPECT_LT(circular[0], .2f);
}

// analytic: masked pixels have no part; the circular average leaves them as they are.
TEST_P(Smooth, UnderAMask) {
  image("In", {1, 3}, {.25f, 1, .75f}, {1, 0, 1});
  EXPECT_EQ(smoothed("Smooth to Average"), std::vector<float>(3, .5f));
  EXPECT_EQ(smoothed("Median Filter"), std::vector<float>(3, .25f));
  EXPECT_EQ(smoothed("Circular Average Filter")[1], 1);
  EXPECT_TRUE(state().images.at("Out").mask);
}

// analytic: values beyond 0 and 1 are cut off if asked to.
TEST_P(Smooth, ClipsPolynomials) {
  image("In", {1, 1}, {3});
  EXPECT_EQ(smoothed("Fit Polynomial"), std::vector<float>{1});
  EXPECT_EQ(smoothed("Fit Polynomial", "6", "No"), std::vector<float>{3});
}

// analytic: the automatic diameter is a fortieth of the mean side, but at least 1.
TEST_P(Smooth, AutomaticDiameter) {
  image("In", {120, 200}, test::noise(120 * 200));
  EXPECT_EQ(smoothed("Gaussian Filter", ""), smoothed("Gaussian Filter", "4"));
  image("In", {4, 4}, test::noise(16));
  EXPECT_EQ(smoothed("Gaussian Filter", ""), smoothed("Gaussian Filter", "1"));
}

// edge: binary images are gray ones of 0 and 1; color is refused unless its channels are equal.
TEST_P(Smooth, BinaryAndColorImages) {
  binary("In", {1, 4}, {1, 0, 0, 0});
  EXPECT_EQ(smoothed("Smooth to Average"), std::vector<float>(4, .25f));
  image("In", {1, 1}, {.5f, .5f, .5f});
  EXPECT_EQ(smoothed("Smooth to Average"), std::vector<float>{.5f});
  image("In", {1, 1}, {.5f, .25f, .5f});
  EXPECT_THROW(smoothed("Smooth to Average"), std::runtime_error);
}

// analytic: revision 1 always cut off.
TEST_P(Smooth, OldRevision) {
  image("In", {1, 1}, {3});
  run("Smooth", "a:In\nb:Out\nc:Fit Polynomial\nd:Yes\ne:16\nf:0.1", 1);
  EXPECT_EQ(pixels("Out"), std::vector<float>{1});
  load("Smooth", "a:In\nb:Out\nc:Gaussian Variance Filter\nd:Yes\ne:16\nf:0.1", 1);
  EXPECT_NE(faults().find("Gaussian Variance Filter"), std::string::npos);
}

}  // namespace
}  // namespace cellerate
