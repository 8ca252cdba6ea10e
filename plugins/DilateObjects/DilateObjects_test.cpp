// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class DilateObjects : public test::ModuleTest {
 protected:
  void dilate(const std::string& element) { run("DilateObjects", "a:Nuclei\nb:Dilated\nc:" + element); }
};
CEL_ON_EVERY_DEVICE(DilateObjects);

// golden (scikit-image 0.18.3): where objects meet the higher number stays.
TEST_P(DilateObjects, GrowsObjects) {
  objects("Nuclei", {1, 7}, {1, 1, 0, 0, 2, 0, 0});
  dilate("Disk,2");
  EXPECT_EQ(labels("Dilated"), (Labels{1, 1, 2, 2, 2, 2, 2}));
  EXPECT_EQ(values("Image", "Count_Dilated"), (Values{2}));
  EXPECT_EQ(values("Dilated", "Parent_Nuclei"), (Values{1, 2}));
  EXPECT_EQ(values("Nuclei", "Children_Dilated_Count"), (Values{1, 1}));
  EXPECT_EQ(values("Dilated", "Location_Center_X"), (Values{0.5, 4}));
  expect_declared_columns_are_measured();
}

// edge: no objects.
TEST_P(DilateObjects, WithoutObjects) {
  objects("Nuclei", {1, 2}, {0, 0});
  dilate("Square,2");
  EXPECT_EQ(labels("Dilated"), Labels(2));
  EXPECT_EQ(values("Image", "Count_Dilated"), (Values{0}));
}

}  // namespace
}  // namespace cellerate
