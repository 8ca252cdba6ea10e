// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

class SplitOrMergeObjects : public test::ModuleTest {
 protected:
  struct With {
    const char *operation = "Merge", *distance = "0", *wants_image = "No", *fraction = "0.9",
               *guide = "Closest point", *method = "Distance", *parent = "Parents", *output = "Disconnected";
  };
  static std::string settings(const With& with) {
    std::string text = "a:Cells\nb:New";
    for (const char* value : {with.operation, with.distance, with.wants_image, "Guide", with.fraction,
                              with.guide, with.method, with.parent, with.output})
      text += std::string("\nc:") + value;
    return text;
  }
  Labels made(const With& with) {
    run("SplitOrMergeObjects", settings(with));
    return labels("New");
  }
};
CEL_ON_EVERY_DEVICE(SplitOrMergeObjects);

// analytic: parts become objects; as in CellProfiler, objects that touch become one.
TEST_P(SplitOrMergeObjects, Splits) {
  objects("Cells", {1, 9}, {1, 0, 1, 0, 2, 3, 0, 1, 0});
  EXPECT_EQ(made({.operation = "Split"}), (Labels{1, 0, 2, 0, 3, 3, 0, 4, 0}));
  EXPECT_EQ(values("New", "Parent_Cells"), (Values{1, 1, 2, 1}));
  EXPECT_EQ(values("Cells", "Children_New_Count"), (Values{3, 1, 0}));
  EXPECT_EQ(values("New", "Location_Center_X"), (Values{0, 2, 4.5, 7}));
  EXPECT_EQ(values("Image", "Count_New"), Values{4});
  expect_declared_columns_are_measured();
}

// analytic: objects that touch at a corner; CellProfiler reaches a pixel further than half the distance.
TEST_P(SplitOrMergeObjects, MergesByDistance) {
  objects("Cells", {2, 9},
          {1, 0, 2, 0, 0, 0, 0, 3, 0,  //
           0, 1, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(made({.distance = "0"}), (Labels{1, 0, 1, 0, 0, 0, 0, 2, 0,  //
                                             0, 1, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(made({.distance = "2"}), (Labels{1, 0, 1, 0, 0, 0, 0, 2, 0,  //
                                             0, 1, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(made({.distance = "3"}), (Labels{1, 0, 1, 0, 0, 0, 0, 1, 0,  //
                                             0, 1, 0, 0, 0, 0, 0, 0, 0}));
}

// analytic: a bright bridge joins, a dark one does not.
TEST_P(SplitOrMergeObjects, MergesAlongTheImage) {
  objects("Cells", {1, 7}, {1, 0, 0, 2, 0, 0, 3});
  image("Guide", {1, 7}, {1, 1, 1, 1, .5f, .5f, 1});
  for (const char* guide : {"Closest point", "Centroids"})
    EXPECT_EQ(made({.distance = "2", .wants_image = "Yes", .guide = guide}), (Labels{1, 0, 0, 1, 0, 0, 2}));
  EXPECT_EQ(made({.distance = "2", .wants_image = "Yes", .fraction = "0.5"}), (Labels{1, 0, 0, 1, 0, 0, 1}));
}

// golden: CellProfiler keeps all numbers where no objects touch, and numbers without pixels where some do.
TEST_P(SplitOrMergeObjects, GapsOfNumbers) {
  image("Guide", {1, 6}, {1, 1, 1, 1, 1, 1});
  objects("Cells", {1, 6}, {2, 0, 0, 0, 0, 5});
  EXPECT_EQ(made({.wants_image = "Yes"}), (Labels{2, 0, 0, 0, 0, 5}));
  objects("Cells", {1, 6}, {2, 3, 0, 0, 0, 5});
  EXPECT_EQ(made({.wants_image = "Yes"}), (Labels{2, 2, 0, 0, 0, 4}));
}

// analytic: children of one parent, those without one left out; their convex hull.
TEST_P(SplitOrMergeObjects, MergesByParent) {
  objects("Cells", {2, 6},
          {1, 0, 2, 0, 3, 4,  //
           0, 0, 2, 0, 0, 0});
  measurement("Cells", "Parent_Parents", {7, 7, 0, 2});
  EXPECT_EQ(made({.method = "Per-parent"}), (Labels{2, 0, 2, 0, 0, 1,  //
                                                    0, 0, 2, 0, 0, 0}));
  EXPECT_EQ(made({.method = "Per-parent", .output = "Convex hull"}), (Labels{2, 2, 2, 0, 0, 1,  //
                                                                             0, 0, 2, 0, 0, 0}));
}

// golden: without any background CellProfiler takes the first object for it.
TEST_P(SplitOrMergeObjects, ParentsThatCoverThePlane) {
  objects("Cells", {1, 3}, {1, 2, 3});
  measurement("Cells", "Parent_Parents", {3, 1, 3});
  EXPECT_EQ(made({.method = "Per-parent"}), (Labels{1, 0, 1}));
}

// analytic: the objects found before take the lowest of their numbers.
TEST_P(SplitOrMergeObjects, FoundObjectsFollow) {
  objects("Cells", {1, 5}, {1, 2, 0, 3, 0});
  found("Cells", {5, 4, 0, 6, 7});
  made({});
  const auto& stored = state().objects.at("New").small_removed;
  EXPECT_EQ(download(queue(), static_cast<const std::int32_t*>(stored.get()), 5), (Labels{4, 4, 0, 6, 7}));
}

// edge: no objects.
TEST_P(SplitOrMergeObjects, WithoutObjects) {
  objects("Cells", {1, 2}, {0, 0});
  image("Guide", {1, 2}, {1, 1});
  measurement("Cells", "Parent_Parents", {});
  EXPECT_EQ(made({.operation = "Split"}), Labels(2));
  EXPECT_EQ(made({.distance = "3", .wants_image = "Yes", .guide = "Centroids"}), Labels(2));
  EXPECT_EQ(made({.method = "Per-parent", .output = "Convex hull"}), Labels(2));
}

// analytic: old revisions: outlines are left out, "Unify" is "Merge"; a parent must be named.
TEST_P(SplitOrMergeObjects, Settings) {
  objects("Cells", {1, 3}, {1, 0, 1});
  const std::string eight = "a:Cells\nb:New\nc:Unify\nd:3\ne:No\nf:None\ng:0.9\nh:Centroids";
  for (const int revision : {3, 4}) {
    run("SplitOrMergeObjects",
        eight + "\ni:Yes\nj:Outlines\nk:Distance\nl:None" + (revision == 4 ? "\nm:Convex hull" : ""),
        revision);
    EXPECT_EQ(labels("New"), (Labels{1, 0, 1}));
  }
  run("SplitOrMergeObjects", "a:Cells\nb:New\nc:Split\nd:3\ne:No\nf:None\ng:0.9\nh:Centroids", 1);
  EXPECT_EQ(labels("New"), (Labels{1, 0, 2}));
  load("SplitOrMergeObjects", eight, 1);
  EXPECT_NE(faults(), "");
  load("SplitOrMergeObjects", settings({.method = "Per-parent", .parent = "None"}));
  EXPECT_NE(faults(), "");
}

}  // namespace
}  // namespace cellerate
