// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Bits = std::vector<std::uint8_t>;

class RemoveHoles : public test::ModuleTest {
 protected:
  Bits filled(const std::string& size) {
    run("RemoveHoles", "a:Image\nb:Filled\nc:" + size);
    return bits("Filled");
  }
};
CEL_ON_EVERY_DEVICE(RemoveHoles);

// golden (scikit-image 0.18.3 remove_small_holes): what lies at the border counts as a hole, too.
TEST_P(RemoveHoles, BySize) {
  const Bits holes{1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1};
  binary("Image", {4, 6}, holes);
  EXPECT_EQ(filled("0"), holes);
  EXPECT_EQ(filled("1"), holes);
  EXPECT_EQ(filled("1.2"), (Bits{1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(filled("1.7"), Bits(24, 1));
}

// analytic: gray images are on above one half.
TEST_P(RemoveHoles, OfGrayImages) {
  image("Image", {1, 4}, {1, .5f, .6f, 0});
  EXPECT_EQ(filled("0"), (Bits{1, 0, 1, 0}));
  EXPECT_EQ(filled("1.2"), Bits(4, 1));
}

// edge: nothing on, color.
TEST_P(RemoveHoles, OfOtherImages) {
  binary("Image", {1, 2}, {0, 0});
  EXPECT_EQ(filled("1.5"), Bits(2));
  EXPECT_EQ(filled("2"), Bits(2, 1));
  image("Image", {1, 1}, {1, 1, 1});
  EXPECT_THROW(filled("1"), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
