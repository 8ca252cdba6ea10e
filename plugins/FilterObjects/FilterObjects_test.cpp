// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/module_test.hpp"
#include "tests/support/pipeline_test.hpp"

namespace cellerate {
namespace {

using Values = std::vector<double>;
using Labels = std::vector<std::int32_t>;

/// The lines of the module, with a few that tests change.
struct Lines {
  std::string mode = "Measurements", method = "Limits", enclosing = "None", folder = "Elsewhere...|",
              file = "rules.txt", rules_class = "1", assignment = "Both parents", removed = "No",
              fuzzy = "No";
  std::string measurements = "m:Size\nmin:Yes\nlow:2\nmax:Yes\nhigh:3\n", additional;

  std::string text() const {
    const auto count = [](const std::string& lines, int each) {
      return std::to_string(std::count(lines.begin(), lines.end(), '\n') / each);
    };
    return "in:Nuclei\nout:Kept\nmode:" + mode + "\nmethod:" + method + "\nenclosing:" + enclosing +
           "\nfolder:" + folder + "\nfile:" + file + "\nclass:" + rules_class +
           "\nn:" + count(measurements, 5) + "\nk:" + count(additional, 2) + "\nassign:" + assignment +
           "\nremoved:" + removed + "\nname:Removed\n" + measurements + additional + "fuzzy:" + fuzzy;
  }
};

class FilterObjects : public test::ModuleTest {
 protected:
  /// Four objects inside of a frame of background, with the sizes 1, 2, 3 and NaN.
  void put_nuclei() {
    objects("Nuclei", {3, 6}, {0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0});
    measurement("Nuclei", "Size", {1, 2, 3, NAN});
  }
  void put_cells() { objects("Cells", {3, 6}, {0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0}); }
  void filter(const Lines& lines) { run("FilterObjects", lines.text()); }
  Labels middle_row(const std::string& name) {
    const Labels all = labels(name);
    return {all.begin() + 7, all.begin() + 11};
  }
};
CEL_ON_EVERY_DEVICE(FilterObjects);

// analytic: both limits are inclusive, and NaN is within all of them.
TEST_P(FilterObjects, KeepsWhatIsWithinLimits) {
  put_nuclei();
  filter({});
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 2, 3}));
  EXPECT_EQ(values("Kept", "Parent_Nuclei"), (Values{2, 3, 4}));
  EXPECT_EQ(values("Nuclei", "Children_Kept_Count"), (Values{0, 1, 1, 1}));
  EXPECT_EQ(values("Image", "Count_Kept"), (Values{3}));
  expect_declared_columns_are_measured();
}

// analytic: several measurements, each with one limit.
TEST_P(FilterObjects, KeepsWhatIsWithinAllLimits) {
  put_nuclei();
  measurement("Nuclei", "Round", {1, 1, 0, 0});
  filter(
      {.measurements = "m:Size\nmin:Yes\nlow:2\nmax:No\nhigh:0\nm:Round\nmin:No\nlow:9\nmax:Yes\nhigh:.5\n"});
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 0, 1, 2}));
}

// edge: a limit that is not wanted may be no number, one that is wanted may not.
TEST_P(FilterObjects, LimitsThatAreNotWantedAreNotChecked) {
  put_nuclei();
  filter({.measurements = "m:Size\nmin:Yes\nlow:2\nmax:No\nhigh:\n"});
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 2, 3}));
  load("FilterObjects", Lines{.measurements = "m:Size\nmin:No\nlow:\nmax:Yes\nhigh:\n"}.text());
  EXPECT_EQ(faults(), "#1 FilterObjects, \"Maximum value\": '': must be a number\n");
}

// analytic: NaN is minimum and maximum at once, as NumPy has it.
TEST_P(FilterObjects, KeepsOne) {
  put_nuclei();
  filter({.method = "Maximal"});
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 0, 0, 1}));
  measurement("Nuclei", "Size", {4, 2, 3, 2});
  filter({.method = "Minimal"});
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 0, 0}));
}

// analytic: the best of each enclosing object.
TEST_P(FilterObjects, KeepsTheBestOfEachParent) {
  put_nuclei();
  put_cells();
  measurement("Nuclei", "Size", {1, 2, 4, 3});
  filter({.method = "Maximal per object", .enclosing = "Cells"});
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 2, 0}));
  filter({.method = "Minimal per object", .enclosing = "Cells", .assignment = "Parent with most overlap"});
  EXPECT_EQ(middle_row("Kept"), (Labels{1, 0, 0, 2}));
}

// analytic: an object in two parents takes the one it overlaps most; the other gets its second best.
TEST_P(FilterObjects, ParentWithMostOverlapLeavesTheOtherToTheNext) {
  objects("Nuclei", {1, 6}, {1, 1, 2, 2, 2, 3});
  objects("Cells", {1, 6}, {1, 1, 1, 2, 2, 2});
  measurement("Nuclei", "Size", {1, 9, 2});
  filter({.method = "Maximal per object", .enclosing = "Cells", .assignment = "Parent with most overlap"});
  EXPECT_EQ(labels("Kept"), (Labels{1, 1, 2, 2, 2, 0}));
  filter({.method = "Maximal per object", .enclosing = "Cells"});
  EXPECT_EQ(labels("Kept"), (Labels{0, 0, 1, 1, 1, 0}));
}

// golden: CellProfiler multiplies labels in 8 bits: 16 * 16 is 0, and the overlap escapes it.
TEST_P(FilterObjects, OverlapsThatWrapAreNotSeen) {
  Labels plane(16);
  Values sizes(16, 1);
  for (int i = 0; i < 16; ++i) plane[i] = i + 1;
  objects("Nuclei", {1, 16}, plane);
  objects("Cells", {1, 16}, plane);
  measurement("Nuclei", "Size", sizes);
  filter({.method = "Maximal per object", .enclosing = "Cells", .assignment = "Parent with most overlap"});
  EXPECT_EQ(values("Image", "Count_Kept"), (Values{15}));
}

// analytic: what touches the frame goes.
TEST_P(FilterObjects, DiscardsTheBorder) {
  objects("Nuclei", {3, 5}, {1, 0, 0, 0, 0, 0, 0, 2, 3, 4, 0, 0, 0, 0, 0});
  filter({.mode = "Image or mask border"});
  EXPECT_EQ(labels("Kept"), (Labels{0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0}));
}

// analytic: and what touches the outside of the mask of the image they were found in.
TEST_P(FilterObjects, DiscardsTheBorderOfAMask) {
  image("DNA", {3, 5}, std::vector<float>(15, 0), {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1});
  objects("Nuclei", {3, 5}, {0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0});
  state().objects["Nuclei"].parent_image = "DNA";
  filter({.mode = "Image or mask border"});
  EXPECT_EQ(labels("Kept"), (Labels{0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0}));
}

// golden: where objects cover the frame, CellProfiler keeps the background as an object.
TEST_P(FilterObjects, BackgroundOffTheBorderBecomesAnObject) {
  objects("Nuclei", {3, 4}, {1, 1, 1, 1, 1, 0, 2, 1, 1, 1, 1, 1});
  filter({.mode = "Image or mask border"});
  EXPECT_EQ(labels("Kept"), (Labels{0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0}));
}

// analytic: points of all rules decide the class.
TEST_P(FilterObjects, KeepsByRules) {
  put_nuclei();
  const test::TemporaryFolder folder;
  test::write_file(folder / "rules.txt",
                   "comment\nIF (Nuclei_Size < 1.5, [0.5, -0.5], [-0.25, 0.25])\n"
                   "IF (Nuclei_Size >= 3, [1.0, -1.0], [0.0, 0.0])\n");
  Lines lines{.mode = "Rules", .folder = "Elsewhere...|" + folder.path().string()};
  filter(lines);
  EXPECT_EQ(middle_row("Kept"), (Labels{1, 0, 2, 0}));
  lines.rules_class = "2";
  filter(lines);
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 0, 2}));
  lines.mode = "Classifiers";
  filter(lines);
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 0, 2}));
}

// analytic: a misspelled measurement is found only if that is allowed.
TEST_P(FilterObjects, FuzzyRules) {
  put_nuclei();
  const test::TemporaryFolder folder;
  test::write_file(folder / "rules.txt", "IF (Nuclei_Siz > 1, [1.0, -1.0], [-1.0, 1.0])\n");
  Lines lines{.mode = "Rules", .folder = "Elsewhere...|" + folder.path().string(), .fuzzy = "Yes"};
  filter(lines);
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 2, 0}));
  lines.fuzzy = "No";
  EXPECT_THROW(filter(lines), std::runtime_error);
}

// edge: faults at load name the file, the model, the class, the measurement.
TEST_P(FilterObjects, FaultsAtLoad) {
  put_nuclei();
  const auto fault = [&](const Lines& lines) {
    load("FilterObjects", lines.text());
    return faults();
  };
  EXPECT_NE(fault({.mode = "Rules", .folder = "Elsewhere...|/none"}).find("no rules file /none/rules.txt"),
            std::string::npos);
  EXPECT_NE(fault({.mode = "Classifiers", .file = "a.model"}).find("pickled scikit-learn"),
            std::string::npos);
  EXPECT_NE(fault({.measurements = "m:Age\nmin:Yes\nlow:2\nmax:No\nhigh:3\n"}).find("'Age' of 'Nuclei'"),
            std::string::npos);
}

// analytic: the removed objects and further objects under the same numbers.
TEST_P(FilterObjects, KeepsTheRemovedAndRelabelsOthers) {
  put_nuclei();
  objects("Rings", {3, 6}, {0, 0, 0, 0, 0, 0, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0});
  filter({.removed = "Yes", .additional = "o:Rings\nt:KeptRings\n"});
  EXPECT_EQ(middle_row("Removed"), (Labels{1, 0, 0, 0}));
  EXPECT_EQ(labels("KeptRings"), (Labels{0, 0, 0, 0, 0, 0, 0, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(values("KeptRings", "Parent_Rings"), (Values{2, 3, 4}));
  expect_declared_columns_are_measured();
}

// edge: no objects.
TEST_P(FilterObjects, WithoutObjects) {
  objects("Nuclei", {1, 2}, {0, 0});
  objects("Cells", {1, 2}, {0, 0});
  measurement("Nuclei", "Size", {});
  for (const char* method : {"Limits", "Maximal", "Minimal per object"}) {
    filter({.method = method, .enclosing = "Cells"});
    EXPECT_EQ(values("Image", "Count_Kept"), (Values{0})) << method;
  }
  filter({.mode = "Image or mask border"});
  EXPECT_EQ(values("Image", "Count_Kept"), (Values{0}));
}

// analytic: from the first revision on.
TEST_P(FilterObjects, OldRevisionsAreUpgraded) {
  put_nuclei();
  run("FilterObjects", "a:Kept\nb:Nuclei\nc:Size\nd:Limits\ne:None\nf:Yes\ng:2\nh:No\ni:9\nj:No\nk:Outlines",
      1);
  EXPECT_EQ(middle_row("Kept"), (Labels{0, 1, 2, 3}));
  run("FilterObjects",
      "a:Kept\nb:Nuclei\nc:Measurements\nd:Limits\ne:None\nf:No\ng:Outlines\nh:Default Input Folder\ni:.\n"
      "j:rules.txt\nk:1\nl:1\nm:Size\nn:Yes\no:2\np:No\nq:9\nr:Nuclei\ns:Others\nt:No\nu:Outlines2",
      4);
  EXPECT_EQ(middle_row("Others"), (Labels{0, 1, 2, 3}));
  run("FilterObjects",
      "a:Nuclei\nb:Kept\nc:Image or mask "
      "border\nd:Limits\ne:None\nf:Elsewhere...|\ng:rules.txt\nh:1\ni:1\nj:0\n"
      "k:Both parents\nl:Size\nm:Yes\nn:0\no:Yes\np:1",
      8);
  EXPECT_EQ(middle_row("Kept"), (Labels{1, 2, 3, 4}));
}

}  // namespace
}  // namespace cellerate
