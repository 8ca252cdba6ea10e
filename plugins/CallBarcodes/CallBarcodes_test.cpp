// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "plugins/CallBarcodes/barcode_library.hpp"
#include "plugins/CallBarcodes/base_calls.hpp"
#include "plugins/shared/missing_file.hpp"
#include "tests/support/module_test.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cellerate {
namespace {

using Texts = std::vector<std::string>;
using Values = std::vector<double>;

class CallBarcodes : public test::ModuleTest {
 protected:
  void SetUp() override {
    ModuleTest::SetUp();
    if (IsSkipped()) return;
    std::ofstream(folder_.path() / "Barcodes.csv") << "sgRNA,gene\nACG,one\nTTA,two\n,none\nGAA,three\n";
    folder(folder_.path().string());
    objects("Foci", {1, 4}, {1, 2, 0, 2});
    const Values bright{0.6, 0.1}, dark{0.2, 0.1}, middle{0.2, 0.3};
    measurement("Foci", "Max_Cycle01_A", bright);
    measurement("Foci", "Max_Cycle01_G", middle);
    measurement("Foci", "Max_Cycle02_C", dark);
    measurement("Foci", "Max_Cycle02_T", dark);
  }

  static std::string lines(
      const std::string& encoding = "One Hot Exponentially Multiplexed (ie 4-color SBS/ISS)",
      const std::string& matches = "Yes", const std::string& file = "Barcodes.csv") {
    return "a:2\nb:Foci\nc:Max_Cycle01_A\nd:Default Input Folder|\ne:" + file +
           "\nf:sgRNA\ng:gene\nh:Yes\ni:Called\nj:Yes\nk:Score\nl:No\nm:AA\nn:" + encoding +
           "\no:" + matches +
           "\np:A\nq:Max_Cycle01_A\nr:Yes\np:C\nq:Max_Cycle02_C\nr:Yes\np:G\nq:Max_Cycle01_G\nr:Yes\np:T\nq:"
           "Max_Cycle01_A\nr:No\ns:0.25";
  }
  const Texts& texts(const std::string& feature) const {
    return state().measurements.find("Foci", "Barcode_" + feature)->texts;
  }
  Values image_value(const std::string& feature) const { return values("Image", "Barcode_" + feature); }
  Values doubles(const std::string& name) {
    const auto& stored = state().images.at(name);
    return download(queue(), static_cast<const double*>(stored.pixels.get()), stored.shape.size());
  }

 private:
  test::TemporaryFolder folder_{"barcodes"};
};
CEL_ON_EVERY_DEVICE(CallBarcodes);

// analytic: of equal values the first letter; the second object is like two barcodes, of which the last is
// taken.
TEST_P(CallBarcodes, CallsTheBrightestBases) {
  run("CallBarcodes", lines());
  EXPECT_EQ(texts("BarcodeCalled"), (Texts{"AC", "GC"}));
  EXPECT_EQ(texts("MatchedTo_Barcode"), (Texts{"ACG", "GAA"}));
  EXPECT_EQ(texts("MatchedTo_GeneCode"), (Texts{"one", "three"}));
  EXPECT_EQ(values("Foci", "Barcode_MatchedTo_ID"), (Values{1, 3}));
  EXPECT_EQ(values("Foci", "Barcode_MatchedTo_Score"), (Values{1, 0.5}));
  EXPECT_EQ(values("Foci", "Barcode_MeanQualityScore"),
            (Values{(0.6 / (0.6 + 0.2) + 0.5) / 2, (0.3 / 0.4 + 0.5) / 2}));
  EXPECT_EQ(image_value("MeanBarcodeScore"), Values{0.75});
  EXPECT_EQ(doubles("Called"), (Values{1, 3, 0, 3}));
  EXPECT_EQ(doubles("Score"), (Values{65535, 32767, 0, 32767}));
  expect_declared_columns_are_measured();
}

// edge: without objects the means are 0, and there is nothing to match.
TEST_P(CallBarcodes, WithoutObjects) {
  objects("Foci", {1, 2}, {0, 0});
  for (const char* feature : {"Max_Cycle01_A", "Max_Cycle01_G", "Max_Cycle02_C", "Max_Cycle02_T"})
    measurement("Foci", feature, {});
  run("CallBarcodes", lines());
  EXPECT_EQ(image_value("MeanQualityScore"), Values{0});
  EXPECT_EQ(image_value("MeanBarcodeScore"), Values{0});
  EXPECT_TRUE(texts("MatchedTo_Barcode").empty());
  EXPECT_EQ(doubles("Called"), (Values{0, 0}));
}

// analytic: A and C are asked for together, T where A is not; the other cycle's measurements are missing.
TEST_P(CallBarcodes, ByConditions) {
  const char* multiplexed = "Exponentially Multiplexed (SBS/ISS only)";
  load("CallBarcodes", lines(multiplexed, "No"));
  EXPECT_NE(faults().find("'Max_Cycle02_A' of 'Foci'"), std::string::npos);
  for (const char* feature : {"Max_Cycle02_A", "Max_Cycle01_C", "Max_Cycle02_G"})
    measurement("Foci", feature, {0.1, 0.9});
  run("CallBarcodes", lines(multiplexed, "No"));
  EXPECT_EQ(texts("BarcodeCalled"), (Texts{"AT", "XX"}));
}

// edge: revision 1 with and without an empty vector; a file that is not there, a column that is missing, no
// cycle.
TEST_P(CallBarcodes, LoadsOlderRevisions) {
  const std::string first =
      "a:2\nb:Foci\nc:Max_Cycle01_A\nd:Default Input "
      "Folder|\ne:Barcodes.csv\nf:sgRNA\ng:gene\nh:No\ni:Called\nj:No\nk:Score";
  for (const std::string more : {"", "\nl:Yes\nm:GC"}) {
    load("CallBarcodes", first + more, 1);
    EXPECT_EQ(faults(), "");
  }
  run();
  EXPECT_EQ(texts("MatchedTo_GeneCode"), (Texts{"one", "EmptyVector"}));
  EXPECT_EQ(values("Foci", "Barcode_MatchedTo_ID"), (Values{1, 4}));
  EXPECT_THROW(run("CallBarcodes",
                   lines("One Hot Exponentially Multiplexed (ie 4-color SBS/ISS)", "Yes", "Other.csv")),
               std::runtime_error);
  measurement("Foci", "Max_DAPI", {1, 1});
  measurement("Foci", "Cells_Max_DAPI", {1, 1});
  load("CallBarcodes", lines());
  EXPECT_NE(faults().find("names no cycle"), std::string::npos);
}

// analytic: the last of those that begin alike, and an error for what is shorter than the call.
TEST(BarcodeLibrary, CropsItsBarcodes) {
  modules::BarcodeLibrary library;
  EXPECT_THROW(library.find("AC"), std::runtime_error);
  library.add("ACT", "one");
  library.add("ACG", "two");
  library.add("ACT", "three");
  library.crop(2);
  EXPECT_EQ(library.find("AC").barcode->gene, "two");
  EXPECT_EQ(library.find("TC").score, 0.5);
  EXPECT_THROW(library.find("TCG"), std::runtime_error);
  EXPECT_THROW(modules::BarcodeLibrary::read("no such file", "a", "b"), modules::MissingFile);
}

// analytic: names with numbers behind the base; all cycles of a name; a value that is no number is taken.
TEST(BaseCalls, ReadsNames) {
  const auto cycles =
      modules::features_of_cycles({"Mean_Cycle01_A_488", "Mean_Cycle02_C", "Other"}, "Mean_Cycle01_A", 2);
  EXPECT_EQ(cycles[0][0].base, 'A');
  EXPECT_EQ(cycles[1][0].feature, "Mean_Cycle02_C");
  EXPECT_THROW(modules::features_of_cycles({"Mean_Cycle01_A"}, "Mean_Cycle01_A", 2), std::runtime_error);
  EXPECT_EQ(modules::feature_of_cycle("Mean_Cycle01_A_488", 10), "Mean_Cycle10_A_488");
  EXPECT_EQ(modules::feature_of_cycle("Cycle1_A_Cycle1", 2), "Cycle02_A_Cycle02");
  EXPECT_THROW(modules::feature_of_cycle("Mean_CycleA", 1), std::runtime_error);
  const auto calls = modules::brightest_bases(
      {{{"a", 'A'}, {"b", 'C'}}}, 1, [](const std::string& name) { return Values{name == "a" ? 1 : NAN}; });
  EXPECT_EQ(calls.barcodes, Texts{"C"});
  EXPECT_TRUE(std::isnan(calls.qualities[0]));
}

}  // namespace
}  // namespace cellerate
