// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class ResizeObjects : public test::ModuleTest {
 protected:
  void resize(const std::string& method, const std::string& x, const std::string& y, const std::string& width,
              const std::string& height) {
    run("ResizeObjects", "a:Cells\nb:Resized\nc:" + method + "\nd:" + x + "\ne:" + y +
                             "\nf:0.25\ng:" + width + "\nh:" + height + "\ni:10\nj:DNA");
  }
};
CEL_ON_EVERY_DEVICE(ResizeObjects);

// golden (scipy 1.9 zoom)
TEST_P(ResizeObjects, ByFactorsAndSizes) {
  objects("Cells", {2, 3}, {1, 2, 3, 4, 5, 6});
  resize("Factor", "2", "2", "bad", "bad");
  EXPECT_EQ(labels("Resized"),
            (Labels{1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6}));
  EXPECT_EQ(values("Resized", "Parent_Cells"), (Values{1, 2, 3, 4, 5, 6}));
  expect_declared_columns_are_measured();
  resize("Factor", "0.5", "1", "1", "1");
  EXPECT_EQ(labels("Resized"), (Labels{1, 3, 4, 6}));
  EXPECT_EQ(values("Resized", "Parent_Cells"), (Values{1, 3, 4, 6}));
  EXPECT_EQ(values("Cells", "Children_Resized_Count"), (Values{1, 1, 1, 1}));
  resize("Dimensions", "bad", "bad", "4", "5");
  EXPECT_EQ(labels("Resized"), (Labels{1, 2, 2, 3, 1, 2, 2, 3, 4, 5, 5, 6, 4, 5, 5, 6, 4, 5, 5, 6}));
  image("DNA", {1, 1}, {0});
  resize("Match Image", "1", "1", "1", "1");
  EXPECT_EQ(labels("Resized"), (Labels{1}));
}

// edge: no objects; a plane without pixels.
TEST_P(ResizeObjects, Nothing) {
  objects("Cells", {1, 2}, {0, 0});
  resize("Factor", "2", "1", "1", "1");
  EXPECT_EQ(values("Image", "Count_Resized"), (Values{0}));
  EXPECT_TRUE(values("Cells", "Children_Resized_Count").empty());
  EXPECT_THROW(resize("Factor", "0.1", "1", "1", "1"), std::runtime_error);
}

// analytic: one factor for all directions, no image.
TEST_P(ResizeObjects, OldRevisionsAreUpgraded) {
  objects("Cells", {1, 2}, {1, 2});
  run("ResizeObjects", "a:Cells\nb:Resized\nc:Factor\nd:2\ne:100\nf:100", 1);
  EXPECT_EQ(labels("Resized"), (Labels{1, 1, 2, 2, 1, 1, 2, 2}));
  run("ResizeObjects", "a:Cells\nb:Resized\nc:Dimensions\nd:2\ne:4\nf:1\ng:None", 2);
  EXPECT_EQ(labels("Resized"), (Labels{1, 1, 2, 2}));
}

}  // namespace
}  // namespace cellerate
