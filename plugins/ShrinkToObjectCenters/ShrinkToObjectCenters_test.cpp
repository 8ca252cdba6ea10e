// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class ShrinkToObjectCenters : public test::ModuleTest {
 protected:
  Labels shrunk() {
    run("ShrinkToObjectCenters", "a:Cells\nb:Centers");
    return labels("Centers");
  }
};
CEL_ON_EVERY_DEVICE(ShrinkToObjectCenters);

// analytic: fractions are cut off, numbers are closed up.
TEST_P(ShrinkToObjectCenters, KeepsOnePixel) {
  objects("Cells", {2, 6},
          {1, 1, 0, 3, 3, 3,  //
           1, 1, 0, 0, 0, 0});
  EXPECT_EQ(shrunk(), (Labels{1, 0, 0, 0, 2, 0,  //
                              0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(values("Centers", "Parent_Cells"), (Values{1, 3}));
  EXPECT_EQ(values("Cells", "Children_Centers_Count"), (Values{1, 0, 1}));
  EXPECT_EQ(values("Centers", "Location_Center_X"), (Values{0, 4}));
  expect_declared_columns_are_measured();
}

// analytic: of two centres in one pixel the later object's; the objects found before follow.
TEST_P(ShrinkToObjectCenters, CentersThatMeet) {
  objects("Cells", {1, 5}, {1, 2, 2, 2, 1});
  found("Cells", {1, 2, 2, 2, 1});
  EXPECT_EQ(shrunk(), (Labels{0, 0, 2, 0, 0}));
  EXPECT_NE(state().objects.at("Centers").small_removed, nullptr);
}

// edge: no objects.
TEST_P(ShrinkToObjectCenters, WithoutObjects) {
  objects("Cells", {1, 2}, {0, 0});
  EXPECT_EQ(shrunk(), Labels(2));
  EXPECT_EQ(values("Image", "Count_Centers"), (Values{0}));
}

}  // namespace
}  // namespace cellerate
