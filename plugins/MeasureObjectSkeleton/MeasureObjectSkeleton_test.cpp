// SPDX-License-Identifier: BSD-3-Clause
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/module_test.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{13, 21};

class MeasureObjectSkeleton : public test::ModuleTest {
 protected:
  static std::string settings(const std::string& picture = "No", const std::string& graph = "No") {
    return "objects:Cells\nskeleton:Lines\npicture:" + picture +
           "\nname:Nodes\nfill:Yes\nhole:10\ngraph:" + graph +
           "\nintensity:DNA\nfolder:Default Output Folder|\nvertices:vertices.csv\nedges:edges.csv";
  }
  /// A body of 5 x 5 pixels with a line to the right that forks.
  void cell() {
    std::vector<std::int32_t> labels(kShape.size(), 0);
    std::vector<std::uint8_t> lines(kShape.size(), 0);
    for (int y = 4; y < 9; ++y)
      for (int x = 1; x < 6; ++x) labels[y * 21 + x] = 1;
    for (int x = 3; x < 12; ++x) lines[6 * 21 + x] = 1;
    for (int k = 1; k < 5; ++k) lines[(6 - k) * 21 + 11 + k] = lines[(6 + k) * 21 + 11 + k] = 1;
    objects("Cells", kShape, labels);
    binary("Lines", kShape, lines);
    image("DNA", kShape, std::vector<float>(kShape.size(), .5f));
  }
  double value(const std::string& feature) const {
    return values("Cells", "ObjectSkeleton_" + feature + "_Lines").at(0);
  }
};
CEL_ON_EVERY_DEVICE(MeasureObjectSkeleton);

// golden: CellProfiler 4.2.8
TEST_P(MeasureObjectSkeleton, OfAFork) {
  cell();
  run("MeasureObjectSkeleton", settings("Yes"));
  EXPECT_EQ(value("NumberTrunks"), 1);
  EXPECT_EQ(value("NumberNonTrunkBranches"), 1);
  EXPECT_EQ(value("NumberBranchEnds"), 2);
  EXPECT_NEAR(value("TotalObjectSkeletonLength"), 15.313708424568176, 1e-6);
  EXPECT_EQ(pixels("Nodes").size(), 3u * kShape.size());
  expect_declared_columns_are_measured();
}

// edge: objects that nothing grows out of, numbers without pixels, and no objects.
TEST_P(MeasureObjectSkeleton, WithoutLines) {
  std::vector<std::int32_t> labels(kShape.size(), 0);
  labels[6 * 21 + 3] = 2;
  objects("Cells", kShape, labels);
  binary("Lines", kShape, std::vector<std::uint8_t>(kShape.size(), 0));
  run("MeasureObjectSkeleton", settings());
  EXPECT_EQ(values("Cells", "ObjectSkeleton_NumberTrunks_Lines"), (std::vector<double>{0, 0}));
  EXPECT_EQ(values("Cells", "ObjectSkeleton_TotalObjectSkeletonLength_Lines"), (std::vector<double>{0, 0}));
  objects("Cells", kShape, std::vector<std::int32_t>(kShape.size(), 0));
  run("MeasureObjectSkeleton", settings());
  EXPECT_TRUE(values("Cells", "ObjectSkeleton_NumberBranchEnds_Lines").empty());
}

// edge: gray images and single rows are refused.
TEST_P(MeasureObjectSkeleton, Refuses) {
  objects("Cells", {2, 2}, {1, 0, 0, 0});
  image("Lines", {2, 2}, {1, 0, 0, 0});
  EXPECT_THROW(run("MeasureObjectSkeleton", settings()), std::runtime_error);
  objects("Cells", {1, 2}, {1, 0});
  binary("Lines", {1, 2}, {1, 0});
  EXPECT_THROW(run("MeasureObjectSkeleton", settings()), std::runtime_error);
}

// golden: CellProfiler 4.2.8; what one image set adds to the tables
TEST_P(MeasureObjectSkeleton, ExportsItsGraph) {
  const test::TemporaryFolder made("skeleton");
  const std::filesystem::path& folder = made.path();
  this->folder(folder.string());
  cell();
  run("MeasureObjectSkeleton", settings("No", "Yes"));
  const auto text_of = [&](const char* file) {
    std::ifstream in(folder / file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  };
  EXPECT_EQ(
      text_of("vertices.csv.1.part"),
      "1,1,2,15,1,b'E'\n1,2,3,0,1,b'E'\n1,3,6,7,1,b'T'\n1,4,6,11,1,b'B'\n1,5,9,0,1,b'E'\n1,6,10,15,1,b'E'\n");
  EXPECT_EQ(text_of("edges.csv.1.part"),
            "1,2,3,9,4.5000\n1,1,4,5,2.5000\n1,3,4,5,2.5000\n1,3,5,9,4.5000\n1,4,6,5,2.5000\n");
}

// analytic: older revisions had fewer settings; another name, too.
TEST_P(MeasureObjectSkeleton, OldRevisions) {
  cell();
  run("MeasureNeurons", "o:Cells\ns:Lines\np:No\nn:Nodes", 1);
  EXPECT_EQ(value("NumberBranchEnds"), 2);
  run("MeasureObjectSkeleton", "o:Cells\ns:Lines\np:No\nn:Nodes\nf:No\nh:0", 2);
  EXPECT_EQ(value("NumberBranchEnds"), 2);
}

}  // namespace
}  // namespace cellerate
