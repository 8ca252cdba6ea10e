/// Exports of made measurements, against what CellProfiler writes from the same (golden/README.md).
// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>

#include <limits>

#include "tests/support/export_test.hpp"

namespace cellerate::test {
namespace {

namespace fs = std::filesystem;
const fs::path kGolden = fs::path(CELLERATE_SOURCE_DIR) / "plugins/ExportToSpreadsheet/golden";

class ExportToSpreadsheetTest : public ExportTest {
 protected:
  /// The measurements of golden/measure.py.
  static MadeRun made() {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN(),
                     kInf = std::numeric_limits<double>::infinity();
    MadeRun run;
    run.declare("Image", "Count_Cells", CEL_VALUE_INTEGER);
    run.declare("Image", "Count_Nuclei", CEL_VALUE_INTEGER);
    run.declare("Image", "Metadata_Well", CEL_VALUE_TEXT, 255);
    run.declare("Image", "FileName_DNA", CEL_VALUE_TEXT, 255);
    run.declare("Image", "Threshold_Final");
    run.declare("Image", "Never");
    run.declare("Cells", "Number_Object_Number", CEL_VALUE_INTEGER);
    for (const char* feature : {"AreaShape_Area", "Intensity_Mean", "Unmeasured", "AreaShape_Area"})
      run.declare("Cells", feature);
    run.declare("Nuclei", "Number_Object_Number", CEL_VALUE_INTEGER);
    run.declare("Nuclei", "Parent_Cells", CEL_VALUE_INTEGER);
    add(run, 1, "A01", "a,\"b\".tif", {377, 12, 5}, {0.25, kNan, kInf}, {1, 3});
    add(run, 2, "B02", "c.tif", {}, {}, {0});
    add(run, 3, "A01", "d.tif", {9}, {1e-5}, {});
    run.measure(1, "Image", "Threshold_Final", {0.1f}, CEL_VALUE_F32);
    run.measure(2, "Image", "Threshold_Final", {kNan});
    run.experiment["CellProfiler_Version"] = {CEL_VALUE_TEXT, {}, {"4.2.8.1"}, 0};
    run.experiment["Exit_Status"] = {CEL_VALUE_TEXT, {}, {"Complete"}, 0};
    run.experiment["Score"] = {CEL_VALUE_F64, {0.5}, {}, 0};
    for (const char* object : {"Cells", "Nuclei"}) run.facts.names.push_back({CEL_NAME_OBJECTS, object, 1});
    return run;
  }

  void export_with(const std::vector<std::string>& values) {
    run_exporter(made(), module("ExportToSpreadsheet", values));
  }

  void expect_golden(const std::vector<std::string>& files) const {
    for (const std::string& file : files) {
      std::ifstream in(kGolden / file, std::ios::binary);
      ASSERT_TRUE(in) << file;
      EXPECT_EQ(content(file), (std::string{std::istreambuf_iterator<char>(in), {}})) << file;
    }
  }

 private:
  static std::vector<double> numbers_to(std::size_t count) {
    std::vector<double> numbers;
    while (numbers.size() < count) numbers.push_back(static_cast<double>(numbers.size() + 1));
    return numbers;
  }
  static void add(MadeRun& run, std::int64_t image, const char* well, const char* file,
                  const std::vector<double>& areas, const std::vector<double>& means,
                  const std::vector<double>& parents) {
    run.measure(image, "Image", "Count_Cells", {static_cast<double>(areas.size())}, CEL_VALUE_INTEGER);
    run.measure(image, "Image", "Count_Nuclei", {static_cast<double>(parents.size())}, CEL_VALUE_INTEGER);
    run.measure_text(image, "Image", "Metadata_Well", well);
    run.measure_text(image, "Image", "FileName_DNA", file);
    run.measure(image, "Cells", "Number_Object_Number", numbers_to(areas.size()), CEL_VALUE_INTEGER);
    run.measure(image, "Cells", "AreaShape_Area", areas, CEL_VALUE_INTEGER);
    run.measure(image, "Cells", "Intensity_Mean", means);
    run.measure(image, "Nuclei", "Number_Object_Number", numbers_to(parents.size()), CEL_VALUE_INTEGER);
    run.measure(image, "Nuclei", "Parent_Cells", parents, CEL_VALUE_INTEGER);
  }
};

constexpr const char* kComma = "Comma (\",\")";

// Golden: one file an object set, the image file with all aggregates, the experiment.
TEST_F(ExportToSpreadsheetTest, WritesEverything) {
  export_with({kComma, "No", "No", "No", "Yes", "Yes", "Yes", "Default Output Folder|", "No", "Metadata",
               "None", "None", "Yes", "", "NaN", "No", "MyExpt_", "Yes"});
  expect_golden({"Image.csv", "Cells.csv", "Nuclei.csv", "Experiment.csv"});
}

// Golden: object sets side by side, files split by metadata, metadata and file columns, empty fields for NaN.
TEST_F(ExportToSpreadsheetTest, CombinesAndSplits) {
  export_with({"Tab",
               "Yes",
               "Yes",
               "No",
               "No",
               "No",
               "No",
               "Default Output Folder sub-folder|\\g<Well>",
               "No",
               "Metadata",
               "None",
               "None",
               "No",
               "",
               "Null",
               "Yes",
               "p_",
               "Yes",
               "Nuclei",
               "No",
               "DATA.csv",
               "Yes",
               "Cells",
               "Yes",
               "x.csv",
               "Yes",
               "Image",
               "No",
               "image_\\g<Well>.csv",
               "No"});
  expect_golden({"A01/p_Nuclei.txt", "B02/p_Nuclei.txt", "A01/p_image_A01.csv", "B02/p_image_B02.csv"});
}

// Golden: selected columns, and a GenePattern file without the columns that it needs.
TEST_F(ExportToSpreadsheetTest, WritesSelectedColumns) {
  export_with({kComma,     "No",
               "No",       "Yes",
               "Yes",      "No",
               "No",       "Default Output Folder|",
               "Yes",      "Image filename",
               "DNA",      "None",
               "No",       "Cells|AreaShape_Area,Image|FileName_DNA,Image|Count_Cells",
               "Null",     "Yes",
               "s_",       "Yes",
               "Image",    "No",
               "DATA.csv", "Yes",
               "Cells",    "No",
               "DATA.csv", "Yes"});
  expect_golden({"s_Image.csv", "s_Cells.csv", "s_Image.gct"});
}

// Golden: relationships, which only an explicit data set exports.
TEST_F(ExportToSpreadsheetTest, WritesRelationships) {
  MadeRun run = made();
  run.facts.modules[1] = "Made";
  run.images[1].relationships = {{"Parent", 1, "Cells", 0, 3, "Nuclei", 0, 2}};
  run_exporter(
      run,
      module(
          "ExportToSpreadsheet",
          {kComma, "No", "No", "No",  "No", "No", "No",  "Default Output Folder|", "No", "Metadata", "None",
           "None", "No", "",   "NaN", "No", "",   "Yes", "Object relationships",   "No", "r.csv",    "No"}));
  EXPECT_THAT(
      content("r.csv"),
      testing::EndsWith("Second Object Number\r\nExportToSpreadsheet,1,Parent,Cells,1,3,Nuclei,1,2\r\n"));
}

// Edge: the oldest revision arrives at today's settings; a folder that cannot be made is an error with its
// path.
TEST_F(ExportToSpreadsheetTest, UpgradesAndFails) {
  ModuleEntry entry =
      module("ExportToSpreadsheet", {"Comma (\",\")", "No", "No", "No", "No", "No", "Nuclei", "No", "n.csv"});
  entry.revision = 1;
  EXPECT_NO_THROW(run_exporter(made(), entry));
  EXPECT_TRUE(fs::exists(folder_ / "n.csv"));

  std::ofstream(folder_ / "taken") << "a file";
  try {
    export_with({kComma, "No", "No", "No", "No", "No", "No", "Default Output Folder sub-folder|taken", "No",
                 "Metadata", "None", "None", "Yes", "", "NaN", "No", "", "Yes"});
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("taken"));
  }
}

}  // namespace
}  // namespace cellerate::test
