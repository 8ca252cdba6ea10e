// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"
#include "tests/support/pipeline_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;

/// The lines of the module, with those that tests change.
struct Lines {
  std::string by = "Single measurement";
  std::string single =
      "o:Nuclei\nm:Size\ns:Evenly spaced "
      "bins\nn:2\nl:0\nb:No\nh:4\na:No\nc:0,1\nn:No\nn:None\ni:No\nn:Picture\n";
  std::string method = "Mean", cutoff = "0.5", names = "No", picture = "No", sets = "No",
              folder = "Elsewhere...|", file = "rules.txt";

  std::string text() const {
    return "by:" + by + "\nn:1\nc:1\n" + single + "c:1\no:Class1\no:Nuclei\nm:Size\nm:" + method +
           "\nt:" + cutoff + "\nm:Round\nm:Median\nt:0\nn:" + names +
           "\nll:ll\nlh:lh\nhl:hl\nhh:hh\ni:" + picture + "\nn:Picture\ns:" + sets + "\nf:" + folder +
           "\nf:" + file + "\nf:No";
  }
};

class ClassifyObjects : public test::ModuleTest {
 protected:
  void SetUp() override {
    ModuleTest::SetUp();
    if (IsSkipped()) return;
    objects("Nuclei", {1, 5}, {1, 2, 3, 4, 0});
    measurement("Nuclei", "Size", {1, 2, 3, NAN});
    measurement("Nuclei", "Round", {5, 6, 7, 8});
  }
  static std::string single(const std::string& spacing, const std::string& low, const std::string& high,
                            const std::string& custom, const std::string& names, const std::string& image) {
    return "o:Nuclei\nm:Size\ns:" + spacing + "\nn:2\nl:0\nb:" + low + "\nh:2\na:" + high + "\nc:" + custom +
           "\nn:" + (names.empty() ? "No" : "Yes") + "\nn:" + names + "\ni:" + image + "\nn:Picture\n";
  }
};
CEL_ON_EVERY_DEVICE(ClassifyObjects);

// analytic: bins are closed above; NaN is in none but counts.
TEST_P(ClassifyObjects, EvenBins) {
  run("ClassifyObjects", Lines{}.text());
  EXPECT_EQ(values("Nuclei", "Classify_Size_Bin_1"), (Values{1, 1, 0, 0}));
  EXPECT_EQ(values("Nuclei", "Classify_Size_Bin_2"), (Values{0, 0, 1, 0}));
  EXPECT_EQ(values("Image", "Classify_Size_Bin_1_NumObjectsPerBin"), (Values{2}));
  EXPECT_EQ(values("Image", "Classify_Size_Bin_1_PctObjectsPerBin"), (Values{50}));
  expect_declared_columns_are_measured();
}

// analytic: bins at both ends, own thresholds and names, and the picture.
TEST_P(ClassifyObjects, CustomBinsAndPicture) {
  run("ClassifyObjects",
      Lines{.single = single("Custom-defined bins", "Yes", "Yes", "1.5", "Small,Large", "Yes")}.text());
  EXPECT_EQ(values("Nuclei", "Classify_Small"), (Values{1, 0, 0, 0}));
  EXPECT_EQ(values("Nuclei", "Classify_Large"), (Values{0, 1, 1, 0}));
  EXPECT_EQ(pixels("Picture"), (std::vector<float>{0, 0, .5f, .5f, 0, 0, .5f, 0, 0, 0, 0, 0, 0, 0, 0}));
  expect_declared_columns_are_measured();
}

// edge: names that do not fit the bins, and thresholds that are none.
TEST_P(ClassifyObjects, WrongBinsAreFaults) {
  load("ClassifyObjects",
       Lines{.single = single("Custom-defined bins", "Yes", "Yes", "1.5", "A,B,C", "No")}.text());
  EXPECT_NE(faults().find("3 bin names for 2 bins"), std::string::npos) << faults();
  load("ClassifyObjects", Lines{.single = single("Custom-defined bins", "Yes", "Yes", "x", "", "No")}.text());
  EXPECT_NE(faults().find("custom thresholds must be numbers"), std::string::npos) << faults();
}

// analytic: mean 2, median 6.5; high at or above the cutoff; NaN in no class.
TEST_P(ClassifyObjects, PairOfMeasurements) {
  run("ClassifyObjects", Lines{.by = "Pair of measurements", .names = "Yes", .picture = "Yes"}.text());
  EXPECT_EQ(values("Nuclei", "Classify_ll"), (Values{1, 0, 0, 0}));
  EXPECT_EQ(values("Nuclei", "Classify_hl"), (Values{0, 1, 0, 0}));
  EXPECT_EQ(values("Nuclei", "Classify_hh"), (Values{0, 0, 1, 0}));
  EXPECT_EQ(values("Image", "Classify_lh_NumObjectsPerBin"), (Values{0}));
  expect_declared_columns_are_measured();
  const std::vector<float> picture = pixels("Picture");
  EXPECT_EQ((std::vector<float>{picture.begin(), picture.begin() + 3}), (std::vector<float>{0, 0, .5f}));
  EXPECT_EQ((std::vector<float>{picture.begin() + 6, picture.begin() + 9}), (std::vector<float>{.5f, 0, 0}));
  run("ClassifyObjects", Lines{.by = "Pair of measurements", .method = "Custom", .cutoff = "3"}.text());
  EXPECT_EQ(values("Nuclei", "Classify_Size_low_Round_low"), (Values{1, 1, 0, 0}));
}

// analytic: rules give classes, points and object sets.
TEST_P(ClassifyObjects, Model) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "rules.txt", "IF (Nuclei_Size > 1.5, [1.0, -1.0], [-0.5, 0.5])\n");
  Lines lines{.by = "Classifier Model", .sets = "Yes", .folder = "Elsewhere...|" + folder.path().string()};
  run("ClassifyObjects", lines.text());
  EXPECT_EQ(values("Image", "Classify_Count_1"), (Values{2}));
  EXPECT_EQ(values("Nuclei", "Classify_Probability_2"), (Values{.5, -1, -1, .5}));
  EXPECT_EQ(labels("Class1"), (std::vector<std::int32_t>{0, 1, 2, 0, 0}));
  EXPECT_EQ(state().measurements.find("Nuclei", "Classify_Class")->texts,
            (std::vector<std::string>{"2", "1", "1", "2"}));
  expect_declared_columns_are_measured();
  lines.file = "some.model";
  load("ClassifyObjects", lines.text());
  EXPECT_NE(faults().find("pickled scikit-learn"), std::string::npos) << faults();
}

// edge: no objects.
TEST_P(ClassifyObjects, WithoutObjects) {
  objects("Nuclei", {1, 2}, {0, 0});
  measurement("Nuclei", "Size", {});
  measurement("Nuclei", "Round", {});
  run("ClassifyObjects", Lines{}.text());
  EXPECT_EQ(values("Image", "Classify_Size_Bin_1_PctObjectsPerBin"), (Values{0}));
  run("ClassifyObjects", Lines{.by = "Pair of measurements", .picture = "Yes"}.text());
  EXPECT_EQ(pixels("Picture"), std::vector<float>(6, 0));
}

// analytic: revision 1 counts the outer bins, 2 has no model, 3 no fuzzy matching.
TEST_P(ClassifyObjects, OldRevisionsAreUpgraded) {
  const std::string pair =
      "o:Nuclei\nm:Size\nm:Mean\nt:0\nm:Round\nm:Mean\nt:0\nn:No\na:a\na:b\na:c\na:d\ni:No\nn:None";
  run("ClassifyObjects",
      "by:Single measurement\nn:1\no:Nuclei\nm:Size\ns:Evenly spaced "
      "bins\nn:3\nl:1\nh:2\nc:0,1\nn:No\nn:None\ni:No\nn:P\n" +
          pair,
      1);
  EXPECT_EQ(values("Nuclei", "Classify_Size_Bin_3"), (Values{0, 0, 1, 0}));
  const std::string lines = Lines{}.single;
  run("ClassifyObjects", "by:Single measurement\nn:1\n" + lines + pair, 2);
  EXPECT_EQ(values("Nuclei", "Classify_Size_Bin_2"), (Values{0, 0, 1, 0}));
}

}  // namespace
}  // namespace cellerate
