// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class ReduceNoise : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(ReduceNoise);

// analytic: where all patches are alike, nothing changes; the mask stays and does not count.
TEST_P(ReduceNoise, KeepsWhatHasNoNoise) {
  image("In", {2, 3}, std::vector<float>(6, .25f), {1, 1, 0, 1, 1, 1});
  run("ReduceNoise", "a:In\nb:Out\nc:3\nd:2\ne:0.1");
  EXPECT_EQ(pixels("Out"), std::vector<float>(6, .25f));
  EXPECT_TRUE(state().images.at("Out").mask);
}

// analytic: binary images become gray, colors stay.
TEST_P(ReduceNoise, TakesImagesOfEveryType) {
  binary("In", {1, 3}, {1, 0, 1});
  run("ReduceNoise", "a:In\nb:Out\nc:1\nd:0\ne:1");
  EXPECT_EQ(pixels("Out"), (std::vector<float>{1, 0, 1}));
  image("In", {1, 1}, {.5f, .25f, 1});
  run("ReduceNoise", "a:In\nb:Out\nc:0\nd:3\ne:1");
  EXPECT_EQ(pixels("Out"), (std::vector<float>{.5f, .25f, 1}));
}

// edge
TEST_P(ReduceNoise, NegativeSizesAreFaults) {
  load("ReduceNoise", "a:In\nb:Out\nc:-3\nd:2\ne:0.1");
  EXPECT_NE(faults(), "");
}

}  // namespace
}  // namespace cellerate
