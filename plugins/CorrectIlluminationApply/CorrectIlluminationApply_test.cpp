// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

class CorrectIlluminationApply : public test::ModuleTest {
 protected:
  std::vector<float> corrected(const char* method, const char* low = "Yes", const char* high = "Yes") {
    run("CorrectIlluminationApply",
        std::string("a:In\nb:Out\nc:Function\nd:") + method + "\ne:" + low + "\nf:" + high);
    return pixels("Out");
  }
};
CEL_ON_EVERY_DEVICE(CorrectIlluminationApply);

// analytic: single precision; a number over 0 is infinite, 0 over 0 none.
TEST_P(CorrectIlluminationApply, Divides) {
  image("In", {1, 5}, {.3f, .5f, -.5f, .5f, 0});
  image("Function", {1, 5}, {3, .25f, 1, 0, 0});
  std::vector<float> found = corrected("Divide");
  EXPECT_TRUE(std::isnan(found.back()));
  found.pop_back();
  EXPECT_EQ(found, (std::vector<float>{.3f / 3.f, 1, 0, 1}));
  found = corrected("Divide", "No", "No");
  found.pop_back();
  EXPECT_EQ(found, (std::vector<float>{.3f / 3.f, 2, -.5f, INFINITY}));
}

// analytic: a subtraction leaves nothing below 0, whatever the settings say.
TEST_P(CorrectIlluminationApply, Subtracts) {
  image("In", {1, 3}, {.5f, .25f, 2});
  image("Function", {1, 3}, {.25f, .5f, .5f});
  EXPECT_EQ(corrected("Subtract", "No", "No"), (std::vector<float>{.25f, 0, 1.5f}));
  EXPECT_EQ(corrected("Subtract"), (std::vector<float>{.25f, 0, 1}));
}

// analytic: one function for all channels, or one for each.
TEST_P(CorrectIlluminationApply, OfColors) {
  image("In", {1, 2}, {.5f, .25f, 1, .75f, 0, .5f});
  image("Function", {1, 2}, {1, 2});
  EXPECT_EQ(corrected("Divide"), (std::vector<float>{.5f, .25f, 1, .375f, 0, .25f}));
  image("Function", {1, 2}, {1, 1, 2, 3, 1, 1});
  EXPECT_EQ(corrected("Divide"), (std::vector<float>{.5f, .25f, .5f, .25f, 0, .5f}));
}

// analytic: of several images, each with a function of its own; the output inherits the mask.
TEST_P(CorrectIlluminationApply, SeveralImages) {
  image("In", {1, 2}, {.5f, .5f}, {1, 0});
  image("Function", {1, 2}, {2, 2});
  run("CorrectIlluminationApply",
      "a:In\nb:Out\nc:Function\nd:Divide\na:In\nb:Other\nc:In\nd:Subtract\ne:Yes\nf:Yes");
  EXPECT_EQ(pixels("Out"), (std::vector<float>{.25f, .25f}));
  EXPECT_EQ(pixels("Other"), (std::vector<float>{0, 0}));
  EXPECT_TRUE(state().images.at("Out").mask);
}

// edge: other sizes, and colors that do not fit.
TEST_P(CorrectIlluminationApply, RefusesOtherSizes) {
  image("In", {1, 2}, {.5f, .5f});
  image("Function", {2, 1}, {1, 1});
  EXPECT_THROW(corrected("Divide"), std::runtime_error);
  image("Function", {1, 2}, {1, 1, 1, 1, 1, 1});
  EXPECT_THROW(corrected("Divide"), std::runtime_error);
}

// edge: binary images divide, but cannot be subtracted.
TEST_P(CorrectIlluminationApply, BinaryImages) {
  binary("In", {1, 2}, {1, 0});
  image("Function", {1, 2}, {4, 4});
  EXPECT_EQ(corrected("Divide"), (std::vector<float>{.25f, 0}));
  EXPECT_EQ(corrected("Subtract"), (std::vector<float>{0, 0}));
  binary("Function", {1, 2}, {1, 1});
  EXPECT_EQ(corrected("Divide"), (std::vector<float>{1, 0}));
  EXPECT_THROW(corrected("Subtract"), std::runtime_error);
}

// analytic: revision 2 also had a rescaling for each image, revision 4 one answer for both ends.
TEST_P(CorrectIlluminationApply, OldRevisions) {
  image("In", {1, 1}, {.5f});
  image("Function", {1, 1}, {2});
  run("CorrectIlluminationApply", "a:In\nb:Out\nc:Function\nd:Divide\ne:No rescaling", 1);
  EXPECT_EQ(pixels("Out"), std::vector<float>{.25f});
  run("CorrectIlluminationApply",
      "a:In\nb:Out\nc:Function\nd:Divide\ne:No rescaling\na:In\nb:Two\nc:Function\nd:Divide\ne:Stretch 0 to "
      "1",
      2);
  EXPECT_EQ(pixels("Two"), std::vector<float>{.25f});
  run("CorrectIlluminationApply", "a:In\nb:Three\nc:Function\nd:Divide", 3);
  EXPECT_EQ(pixels("Three"), std::vector<float>{.25f});
  run("CorrectIlluminationApply", "a:In\nb:Four\nc:Function\nd:Divide\ne:No", 4);
  EXPECT_EQ(pixels("Four"), std::vector<float>{.25f});
}

}  // namespace
}  // namespace cellerate
