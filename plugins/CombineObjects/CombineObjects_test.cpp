// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class CombineObjects : public test::ModuleTest {
 protected:
  Labels combined(const std::string& combination) {
    run("CombineObjects", "a:First\nb:Second\nc:" + combination + "\nd:Both");
    return labels("Both");
  }
};
CEL_ON_EVERY_DEVICE(CombineObjects);

// analytic: combined objects are numbered by their parts.
TEST_P(CombineObjects, CombinesObjects) {
  objects("First", {1, 9}, {1, 1, 1, 0, 0, 0, 2, 0, 0});
  objects("Second", {1, 9}, {0, 0, 1, 1, 1, 0, 0, 0, 2});
  EXPECT_EQ(combined("Merge"), (Labels{1, 1, 1, 1, 1, 0, 2, 0, 3}));
  EXPECT_EQ(values("Image", "Count_Both"), (Values{3}));
  EXPECT_EQ(values("Both", "Location_Center_X"), (Values{2, 6, 8}));
  expect_declared_columns_are_measured();
  EXPECT_EQ(combined("Preserve"), (Labels{1, 1, 1, 2, 2, 0, 3, 0, 4}));
  EXPECT_EQ(combined("Discard"), (Labels{1, 1, 1, 0, 0, 0, 2, 0, 3}));
  EXPECT_EQ(combined("Segment"), (Labels{1, 1, 1, 2, 2, 0, 3, 0, 4}));
}

// edge: no objects; other sizes.
TEST_P(CombineObjects, Nothing) {
  objects("First", {1, 2}, {0, 0});
  objects("Second", {1, 2}, {0, 0});
  EXPECT_EQ(combined("Segment"), Labels(2));
  EXPECT_EQ(values("Image", "Count_Both"), (Values{0}));
  objects("Second", {1, 3}, {0, 0, 0});
  EXPECT_THROW(combined("Merge"), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
