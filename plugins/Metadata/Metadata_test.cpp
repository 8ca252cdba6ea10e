// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/input_test.hpp"

namespace cellerate {
namespace {

constexpr char kName[] = "Extract from file/folder names", kTable[] = "Import from file",
               kHeaders[] = "Extract from image file headers";
constexpr char kWellSite[] = R"(^(?P<Plate>.*)_(?P<Well>[A-P][0-9]{2})_s(?P<Site>[0-9]+))";

class Metadata : public test::InputTest {
 protected:
  using Values = std::map<std::string, std::string>;

  static std::vector<std::string> method(const std::string& kind, const std::string& source = "File name",
                                         const std::string& file_regexp = kWellSite,
                                         const std::string& folder_regexp = ".*") {
    return {kind, source, file_regexp, folder_regexp, "All images", "", "Elsewhere...|",
            "[]", "No",   "",          "No"};
  }
  void metadata(const std::vector<std::vector<std::string>>& methods, const std::string& types = "") {
    std::vector<std::string> values = {"Yes", types.empty() ? "Text" : "Choose for each",
                                       types.empty() ? "{}" : types, std::to_string(methods.size())};
    for (const auto& settings : methods) values.insert(values.end(), settings.begin(), settings.end());
    module("Metadata", values);
    prepare();
  }
  /// Metadata of a file, without those that all files have.
  Values of(std::size_t plane) {
    Values values = table().planes.at(plane).metadata;
    for (const char* key : {"FileLocation", "Series", "Frame"}) values.erase(key);
    return values;
  }
};
CEL_ON_EVERY_DEVICE(Metadata);

// golden: as CellProfiler 4.2.8 does; a name that does not match has no metadata of its own.
TEST_P(Metadata, FromFileNames) {
  files({"P1_A05_s2_w1.tif", "other.tif"});
  metadata({method(kName)});
  EXPECT_EQ(of(0), (Values{{"Plate", "P1"}, {"Well", "A05"}, {"Site", "2"}}));
  EXPECT_TRUE(of(1).empty());
  EXPECT_EQ(table().planes[0].metadata.at("FileLocation"), table().planes[0].url);
  EXPECT_EQ(table().planes[0].metadata.at("Series"), "0");
  EXPECT_EQ(table().planes[0].metadata.at("Frame"), "0");
}

// analytic: folders are whole paths; later methods replace what earlier ones gave.
TEST_P(Metadata, FromFolderNames) {
  files({"plate7/P1_A05_s2.tif"});
  metadata({method(kName), method(kName, "Folder name", "", R"([\\/](?P<Plate>[^\\/]*)$)")});
  EXPECT_EQ(of(0).at("Plate"), "plate7");
  EXPECT_EQ(of(0).at("Site"), "2");
}

// golden: CellProfiler 4.2.8 makes a well of row and column, and a letter of the row's number.
TEST_P(Metadata, MakesWells) {
  files({"r02c11.tif", "r30c01.tif"});
  metadata({method(kName, "File name", R"(r(?P<row>\d+)c(?P<Col>\d+))")});
  EXPECT_EQ(of(0).at("Well"), "B11");
  EXPECT_EQ(of(1).at("Well"), "3001");
}

// analytic: a rule limits a method to some files.
TEST_P(Metadata, OnlyForSomeFiles) {
  files({"P1_A05_s2.tif", "P1_A06_s2.png"});
  auto settings = method(kName);
  settings[4] = "Images matching a rule";
  settings[5] = "and (extension does ispng)";
  metadata({settings});
  EXPECT_TRUE(of(0).empty());
  EXPECT_EQ(of(1).at("Well"), "A06");
}

// analytic: the row of the table with equal values; the last of several; numbers compare as numbers if both
// are.
TEST_P(Metadata, FromTables) {
  files({"P1_A05_s2.tif", "P1_A06_s2.tif"});
  text_file("wells.csv", "Well,Site,Drug,Dose\na05,02,none,0\nA05,02,\"taxol, new\",1.5\n");
  auto settings = method(kTable);
  settings[6] = "Default Input Folder|";
  settings[7] =
      "[{'CSV Metadata': 'Well', 'Image Metadata': 'Well'}, {'CSV Metadata': 'Site', 'Image Metadata': "
      "'Site'}]";
  settings[8] = "Yes";
  settings[9] = "wells.csv";
  metadata({method(kName), settings}, R"({"Site": "integer", "Dose": "float", "Drug": "text"})");
  EXPECT_EQ(
      of(0),
      (Values{{"Plate", "P1"}, {"Well", "A05"}, {"Site", "2"}, {"Drug", "taxol, new"}, {"Dose", "1.5"}}));
  EXPECT_FALSE(of(1).contains("Drug"));
  EXPECT_EQ(table().metadata_types.at("Site"), CEL_VALUE_INTEGER);
  EXPECT_EQ(table().metadata_types.at("Dose"), CEL_VALUE_F64);
}

// edge: a table that is not there, or lacks a column, is left out with a warning.
TEST_P(Metadata, MissingTable) {
  files({"P1_A05_s2.tif"});
  text_file("wells.csv", "A,B\n1,2\n");
  auto missing = method(kTable), lacking = method(kTable);
  missing[6] = lacking[6] = "Default Input Folder|";
  missing[9] = "nowhere.csv";
  lacking[7] = "[{'CSV Metadata': 'Well', 'Image Metadata': 'Well'}]";
  lacking[9] = "wells.csv";
  metadata({method(kName), missing, lacking});
  EXPECT_EQ(of(0).at("Well"), "A05");
  EXPECT_NE(warnings().find("nowhere.csv"), std::string::npos);
  EXPECT_NE(warnings().find("no column 'Well'"), std::string::npos);
}

// golden: what CellProfiler 4.2.8 says of files whose headers it has not read, as in a run without its
// window.
TEST_P(Metadata, FromHeaders) {
  files({"a.tif"});
  metadata({method(kHeaders)});
  EXPECT_EQ(of(0), (Values{{"SizeC", "1"}, {"SizeT", "1"}, {"SizeZ", "1"}}));
}

// edge: a wrong expression or table of types is a fault that names the setting; one that is not used is none.
TEST_P(Metadata, Faults) {
  auto wrong = method(kName, "File name", "(", ")");
  wrong.insert(wrong.begin(), {"No", "Choose for each", "{", "1"});
  module("Metadata", wrong);
  EXPECT_NE(
      faults().find("\"Regular expression to extract from file name\": '(' is not a regular expression"),
      std::string::npos);
  EXPECT_EQ(faults().find("folder name"), std::string::npos);
  EXPECT_NE(faults().find("Metadata types"), std::string::npos);
}

// analytic: revision 2 named its choices otherwise, and had neither types nor the table's folder.
TEST_P(Metadata, RevisionTwo) {
  files({"P1_A05_s2.tif"});
  module("Metadata",
         {"Yes", "1", "Manual", "From file name", kWellSite, ".*", "All images", "", "/data/wells.csv", "[]",
          "No"},
         2);
  prepare();
  EXPECT_EQ(of(0).at("Site"), "2");
}

}  // namespace
}  // namespace cellerate
