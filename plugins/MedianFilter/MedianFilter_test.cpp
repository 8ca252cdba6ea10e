// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class MedianFilter : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(MedianFilter);

// analytic: a speck goes, and the corners count zeros; the mask stays and does not count.
TEST_P(MedianFilter, TakesSpecksOut) {
  image("In", {3, 3}, {.5f, .5f, .5f, .5f, 1, .5f, .5f, .5f, .5f}, {1, 1, 1, 1, 0, 1, 1, 1, 1});
  run("MedianFilter", "a:In\nb:Out\nc:3");
  EXPECT_EQ(pixels("Out"), (std::vector<float>{0, .5f, 0, .5f, .5f, .5f, 0, .5f, 0}));
  EXPECT_TRUE(state().images.at("Out").mask);
}

// analytic: binary and color images stay what they are.
TEST_P(MedianFilter, KeepsTheType) {
  binary("In", {1, 3}, {1, 0, 1});
  run("MedianFilter", "a:In\nb:Out\nc:1");
  EXPECT_EQ(bits("Out"), (std::vector<std::uint8_t>{1, 0, 1}));
  image("In", {1, 1}, {.5f, .25f, 1});
  run("MedianFilter", "a:In\nb:Out\nc:1");
  EXPECT_EQ(pixels("Out"), (std::vector<float>{.5f, .25f, 1}));
}

// edge
TEST_P(MedianFilter, AnEmptyWindow) {
  image("In", {1, 1}, {.5f});
  EXPECT_THROW(run("MedianFilter", "a:In\nb:Out\nc:0"), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
