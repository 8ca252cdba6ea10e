// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class ErodeObjects : public test::ModuleTest {
 protected:
  Labels eroded(const std::string& element, const std::string& keep, const std::string& relabel = "No") {
    run("ErodeObjects", "a:Nuclei\nb:Eroded\nc:" + element + "\nd:" + keep + "\ne:" + relabel);
    return labels("Eroded");
  }
};
CEL_ON_EVERY_DEVICE(ErodeObjects);

// analytic: objects lose their edges, also where they touch, but not at the border of the image.
TEST_P(ErodeObjects, ShrinksObjects) {
  objects("Nuclei", {1, 9}, {1, 1, 1, 2, 2, 2, 2, 0, 0});
  EXPECT_EQ(eroded("Disk,1", "No"), (Labels{1, 1, 0, 0, 2, 2, 0, 0, 0}));
  EXPECT_EQ(values("Eroded", "Parent_Nuclei"), (Values{1, 2}));
  EXPECT_EQ(eroded("Square,2", "No"), (Labels{1, 1, 1, 0, 2, 2, 2, 0, 0}));
  expect_declared_columns_are_measured();
}

// analytic: of an object that would vanish the pixels furthest from its edge stay.
TEST_P(ErodeObjects, PreventsRemoval) {
  objects("Nuclei", {1, 9}, {0, 1, 1, 1, 0, 2, 2, 0, 0});
  EXPECT_EQ(eroded("Disk,2", "Yes"), (Labels{0, 0, 1, 0, 0, 2, 2, 0, 0}));
  EXPECT_EQ(eroded("Disk,2", "No"), Labels(9));
  EXPECT_EQ(values("Nuclei", "Children_Eroded_Count"), (Values{0, 0}));
}

// analytic: parts and gaps get new numbers.
TEST_P(ErodeObjects, Relabels) {
  objects("Nuclei", {2, 7}, {1, 1, 2, 2, 2, 2, 2, 0, 0, 2, 2, 0, 2, 2});
  EXPECT_EQ(eroded("Square,2", "No", "No"), (Labels{1, 1, 0, 2, 2, 2, 2, 0, 0, 0, 2, 0, 0, 2}));
  EXPECT_EQ(eroded("Square,2", "No", "Yes"), (Labels{1, 1, 0, 2, 2, 2, 2, 0, 0, 0, 2, 0, 0, 2}));
  objects("Nuclei", {1, 7}, {2, 2, 0, 0, 2, 2, 0});
  EXPECT_EQ(eroded("Diamond,1", "No", "Yes"), (Labels{1, 0, 0, 0, 0, 0, 0}));
}

// edge: no objects, an object that fills the plane.
TEST_P(ErodeObjects, Extremes) {
  objects("Nuclei", {1, 2}, {0, 0});
  EXPECT_EQ(eroded("Star,1", "Yes"), Labels(2));
  objects("Nuclei", {1, 2}, {1, 1});
  EXPECT_EQ(eroded("Star,9", "Yes"), (Labels{1, 1}));
}

}  // namespace
}  // namespace cellerate
