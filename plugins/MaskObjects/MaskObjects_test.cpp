// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class MaskObjects : public test::ModuleTest {
 protected:
  /// Object 1 is outside of the region, 2 half inside, 3 by three quarters, 4 wholly.
  void put_objects() {
    objects("Nuclei", {1, 12}, {1, 1, 2, 2, 3, 3, 3, 3, 0, 4, 4, 0});
    objects("Wells", {1, 12}, {0, 0, 0, 1, 0, 1, 1, 1, 1, 2, 2, 2});
  }
  void mask(const std::string& partly, const std::string& fraction, const std::string& numbering,
            const std::string& inverted = "No") {
    run("MaskObjects", "a:Nuclei\nb:Left\nc:Objects\nd:Wells\ne:None\nf:" + partly + "\ng:" + fraction +
                           "\nh:" + numbering + "\ni:" + inverted);
  }
};
CEL_ON_EVERY_DEVICE(MaskObjects);

// analytic: objects are cut at the region and numbered anew.
TEST_P(MaskObjects, KeepsTheOverlap) {
  put_objects();
  mask("Keep overlapping region", "0.5", "Renumber");
  EXPECT_EQ(labels("Left"), (Labels{0, 0, 0, 1, 0, 2, 2, 2, 0, 3, 3, 0}));
  EXPECT_EQ(values("Left", "Parent_Nuclei"), (Values{2, 3, 4}));
  EXPECT_EQ(values("Nuclei", "Children_Left_Count"), (Values{0, 1, 1, 1}));
  EXPECT_EQ(values("Left", "Location_Center_X"), (Values{3, 6, 9.5}));
  EXPECT_EQ(values("Image", "Count_Left"), (Values{3}));
  expect_declared_columns_are_measured();
}

// analytic: whole objects, by any, all or enough of their pixels; the fraction is inclusive.
TEST_P(MaskObjects, KeepsWholeObjects) {
  put_objects();
  mask("Keep", "0.5", "Renumber");
  EXPECT_EQ(labels("Left"), (Labels{0, 0, 1, 1, 2, 2, 2, 2, 0, 3, 3, 0}));
  mask("Remove", "0.5", "Renumber");
  EXPECT_EQ(labels("Left"), (Labels{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0}));
  mask("Remove depending on overlap", "0.75", "Renumber");
  EXPECT_EQ(labels("Left"), (Labels{0, 0, 0, 0, 1, 1, 1, 1, 0, 2, 2, 0}));
}

// analytic: numbers stay, gaps and all; the count is that of the original objects.
TEST_P(MaskObjects, RetainsNumbers) {
  put_objects();
  mask("Remove", "0.5", "Retain", "Yes");
  EXPECT_EQ(labels("Left"), (Labels{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(values("Left", "Parent_Nuclei"), (Values{1, 2, 3, 4}));
  EXPECT_EQ(values("Left", "Number_Object_Number"), (Values{1}));
  EXPECT_EQ(values("Image", "Count_Left"), (Values{4}));
  EXPECT_EQ(values("Nuclei", "Children_Left_Count"), (Values{1, 0, 0, 0}));
}

// analytic: a binary image as region; pixels that it does not cover count as outside, also inverted.
TEST_P(MaskObjects, MasksByAnImage) {
  put_objects();
  binary("Tissue", {1, 4}, {0, 1, 1, 0});
  const std::string lines =
      "a:Nuclei\nb:Left\nc:Image\nd:None\ne:Tissue\nf:Keep overlapping region\ng:2\nh:Renumber\ni:";
  run("MaskObjects", lines + "No");
  EXPECT_EQ(labels("Left"), (Labels{0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  run("MaskObjects", lines + "Yes");
  EXPECT_EQ(labels("Left"), (Labels{1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0}));
  image("Gray", {1, 1}, {1});
  EXPECT_THROW(run("MaskObjects", "a:Nuclei\nb:Left\nc:Image\nd:None\ne:Gray\nf:Keep\ng:.5\nh:Retain\ni:No"),
               std::runtime_error);
}

// edge: no objects.
TEST_P(MaskObjects, WithoutObjects) {
  objects("Nuclei", {1, 2}, {0, 0});
  objects("Wells", {1, 2}, {0, 1});
  for (const char* numbering : {"Renumber", "Retain"}) {
    mask("Keep", "0.5", numbering);
    EXPECT_EQ(values("Image", "Count_Left"), (Values{0}));
    EXPECT_TRUE(values("Left", "Parent_Nuclei").empty());
    EXPECT_TRUE(values("Nuclei", "Children_Left_Count").empty());
  }
}

// analytic: outlines of revisions 1 and 2 are dropped.
TEST_P(MaskObjects, OldRevisionsAreUpgraded) {
  put_objects();
  const std::string lines =
      "a:Nuclei\nb:Left\nc:Objects\nd:Wells\ne:None\nf:Keep\ng:0.5\nh:Retain\ni:No\nj:Outlines";
  run("MaskObjects", lines, 1);
  EXPECT_EQ(values("Nuclei", "Children_Left_Count"), (Values{0, 1, 1, 1}));
  run("MaskObjects", lines + "\nk:Yes", 2);
  EXPECT_EQ(values("Nuclei", "Children_Left_Count"), (Values{1, 1, 1, 0}));
}

}  // namespace
}  // namespace cellerate
