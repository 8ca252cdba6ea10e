// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Bits = std::vector<std::uint8_t>;

class FindMaxima : public test::ModuleTest {
 protected:
  void SetUp() override {
    ModuleTest::SetUp();
    if (IsSkipped()) return;
    image("DNA", {3, 6}, {0, 0, 0, 0, 0, 0, 0, .5f, 0, .25f, .125f, 0, 0, 0, 0, 0, 0, 0});
  }
  static std::string lines(const std::string& distance, const std::string& exclude,
                           const std::string& threshold) {
    return "in:DNA\nout:Peaks\nd:" + distance + "\ne:" + exclude + "\nt:" + threshold + "\nm:Mask\no:Nuclei";
  }
  Bits middle() {
    const Bits all = bits("Peaks");
    return {all.begin() + 6, all.begin() + 12};
  }
};
CEL_ON_EVERY_DEVICE(FindMaxima);

// analytic: peaks above a threshold, not near the border.
TEST_P(FindMaxima, FindsPeaks) {
  run("FindMaxima", lines("1", "Threshold", "0"));
  EXPECT_EQ(middle(), (Bits{0, 1, 0, 1, 0, 0}));
  run("FindMaxima", lines("1", "Threshold", "0.25"));
  EXPECT_EQ(middle(), (Bits{0, 1, 0, 0, 0, 0}));
  run("FindMaxima", lines("0", "Threshold", "0.1"));
  EXPECT_EQ(middle(), (Bits{0, 1, 0, 1, 1, 0}));
}

// analytic: only inside of a mask or of objects, where the next highest becomes a peak.
TEST_P(FindMaxima, ExcludesBackground) {
  Bits mask(18, 0);
  mask[10] = 1;
  binary("Mask", {3, 6}, mask);
  run("FindMaxima", lines("1", "Mask", "0"));
  EXPECT_EQ(middle(), (Bits{0, 0, 0, 0, 1, 0}));
  objects("Nuclei", {3, 6}, {0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  run("FindMaxima", lines("1", "Within Objects", "0"));
  EXPECT_EQ(middle(), (Bits{0, 1, 0, 0, 0, 0}));
}

// edge: one value has no peaks; a binary image is refused.
TEST_P(FindMaxima, FlatAndBinaryImages) {
  image("DNA", {3, 3}, std::vector<float>(9, .5f));
  run("FindMaxima", lines("1", "Threshold", "0"));
  EXPECT_EQ(bits("Peaks"), Bits(9, 0));
  binary("DNA", {1, 1}, {1});
  EXPECT_THROW(run("FindMaxima", lines("1", "Threshold", "0")), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
