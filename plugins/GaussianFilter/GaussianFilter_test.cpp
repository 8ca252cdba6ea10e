// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class GaussianFilter : public test::ModuleTest {
 protected:
  std::vector<float> blurred(const char* sigma) {
    run("GaussianFilter", std::string("a:In\nb:Out\nc:") + sigma);
    return pixels("Out");
  }
};
CEL_ON_EVERY_DEVICE(GaussianFilter);

// golden: skimage.filters.gaussian 0.18.3 of a point, from its documentation but for the border.
TEST_P(GaussianFilter, OfAPoint) {
  std::vector<float> point(81);
  point[40] = 1;
  image("In", {9, 9}, point);
  const std::vector<float> found = blurred("1");
  EXPECT_NEAR(found[40], 0.15915589, 1e-7);
  EXPECT_NEAR(found[41], 0.09653293, 1e-7);
  EXPECT_NEAR(found[31 - 1], 0.05855018, 1e-7);
}

// invariant: the image goes on beyond its edge, so that a flat one stays flat; a sigma of 0 copies.
TEST_P(GaussianFilter, FlatImages) {
  image("In", {4, 5}, std::vector<float>(20, .5f));
  for (const float value : blurred("3")) EXPECT_NEAR(value, .5, 1e-6);
  image("In", {1, 3}, {0, 1, .5f});
  EXPECT_EQ(blurred("0"), (std::vector<float>{0, 1, .5f}));
}

// edge: colors one by one; other channels, and a negative sigma.
TEST_P(GaussianFilter, OtherImages) {
  image("In", {1, 2}, {.5f, 0, 1, .5f, 0, 1});
  const std::vector<float> found = blurred("2");
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(found[i], (std::vector<float>{.5f, 0, 1, .5f, 0, 1})[i], 1e-6);
  binary("In", {1, 2}, {1, 1});
  EXPECT_NEAR(blurred("2")[0], 1, 1e-6);
  EXPECT_THROW(blurred("-1"), std::runtime_error);
  image("In", {1, 1}, {.5f, .5f});
  EXPECT_THROW(blurred("1"), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
