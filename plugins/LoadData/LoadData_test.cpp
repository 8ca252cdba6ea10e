// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/input_test.hpp"

namespace cellerate {
namespace {

using Names = std::vector<std::string>;

class LoadData : public test::InputTest {
 protected:
  struct Options {
    std::string loads_images = "Yes", image_folder = "Default Input Folder|", limits_rows = "No",
                rows = "1,100000", groups = "No", keys = "", rescales = "Yes";
  };
  void load_data(const std::string& table, const Options& o) {
    text_file("table.csv", table);
    module("LoadData", {"Default Input Folder|", "table.csv", o.loads_images, o.image_folder, o.limits_rows,
                        o.rows, o.groups, o.keys, o.rescales});
  }
  void load_data(const std::string& table) { load_data(table, Options()); }
  int type_of(const std::string& feature) {
    for (const DeclaredColumn& column : columns())
      if (column.feature == feature) return column.type;
    return -1;
  }
};
CEL_ON_EVERY_DEVICE(LoadData);

// golden: names, paths and URLs as CellProfiler 4.2.8's LoadData records them.
TEST_P(LoadData, FindsFiles) {
  load_data(
      "Image_FileName_DNA,Image_PathName_DNA,FileName_RNA,URL_Illum\na "
      "b.tif,sub,r.tif,file:/data/i%20l.npy\nb.tif,/abs,r.tif,http://h/x.npy\n");
  prepare();
  EXPECT_EQ(texts("FileName_DNA"), (Names{"a b.tif", "b.tif"}));
  EXPECT_EQ(texts("PathName_DNA"), (Names{path("sub"), "/abs"}));
  EXPECT_EQ(texts("URL_DNA"), (Names{"file:" + path("sub/a%20b.tif"), "file:/abs/b.tif"}));
  EXPECT_EQ(texts("PathName_RNA")[0] + "/", path(""));
  EXPECT_EQ(texts("PathName_Illum"), (Names{"file:/data", "http://h"}));
  EXPECT_EQ(texts("FileName_Illum"), (Names{"i%20l.npy", "x.npy"}));
  EXPECT_EQ(table().planes[table().rows[0].sources.at("Illum")[0]].path, "/data/i l.npy");
}

// golden: types over all rows, as CellProfiler 4.2.8 finds them; the column of a well stays text.
TEST_P(LoadData, FindsTypes) {
  load_data(
      "FileName_A,Metadata_Site,Metadata_Row,Metadata_Col,Dose,Big,Empty,Image_Metadata_X\n"
      "a.tif,002,A,01,1,1,,7\nb.tif,10,B,02,2.5,99999999999,1,8\n");
  prepare();
  EXPECT_EQ(type_of("Metadata_Site"), CEL_VALUE_INTEGER);
  EXPECT_EQ(numbers("Metadata_Site"), (std::vector<double>{2, 10}));
  EXPECT_EQ(table().rows[0].metadata.at("Site"), "2");
  EXPECT_EQ(type_of("Dose"), CEL_VALUE_F64);
  EXPECT_EQ(type_of("Big"), CEL_VALUE_TEXT);
  EXPECT_EQ(type_of("Empty"), CEL_VALUE_TEXT);
  EXPECT_EQ(type_of("Metadata_Col"), CEL_VALUE_TEXT);
  EXPECT_EQ(type_of("Image_Metadata_X"), CEL_VALUE_INTEGER);
  EXPECT_EQ(texts("Metadata_Well"), (Names{"A01", "B02"}));
}

// golden: CellProfiler 4.2.8 numbers groups, and image sets by group, in the order of the values as texts.
TEST_P(LoadData, GroupsRenumber) {
  load_data("FileName_A,Metadata_Site,Metadata_Plate\nc.tif,218,P\na.tif,2,P\nb.tif,76,P\nd.tif,2,P\n",
            {.groups = "Yes", .keys = "Plate,Site"});
  prepare();
  EXPECT_EQ(texts("FileName_A"), (Names{"a.tif", "d.tif", "c.tif", "b.tif"}));
  EXPECT_EQ(table().rows[2].number, 3);
  EXPECT_EQ(table().rows[1].group_index, 2);
  EXPECT_EQ(table().rows[0].group_length, 2);
  EXPECT_EQ(table().experiment.at("Metadata_GroupingTags").texts,
            Names{R"(["Metadata_Plate", "Metadata_Site"])"});
}

// analytic: rows are counted with blank lines; longer rows are cut, but not with a range.
TEST_P(LoadData, RangeOfRows) {
  load_data("FileName_A,N\na.tif,1\n\nb.tif,x\nc.tif,3\n", {.limits_rows = "Yes", .rows = "3,3"});
  prepare();
  EXPECT_EQ(texts("FileName_A"), (Names{"b.tif"}));
  EXPECT_EQ(type_of("N"), CEL_VALUE_TEXT);
}
TEST_P(LoadData, LongRowsAreCut) {
  load_data("FileName_A,N\na.tif,1,superfluous\n");
  prepare();
  EXPECT_EQ(numbers("N"), (std::vector<double>{1}));
}

// edge: errors name file, line, column.
TEST_P(LoadData, ShortRow) {
  load_data("FileName_A,N\na.tif,1\nb.tif\n");
  EXPECT_NE(faults().find("table.csv, line 3: 1 values, expected 2: b.tif"), std::string::npos) << faults();
}
TEST_P(LoadData, PathWithoutName) {
  load_data("PathName_A,N\n/data,1\n");
  EXPECT_NE(error().find("LoadData needs a FileName_A column to match the PathName_A column"),
            std::string::npos);
}
TEST_P(LoadData, UnknownGroupKey) {
  load_data("FileName_A,N\na.tif,1\n", {.groups = "Yes", .keys = "Plate"});
  EXPECT_NE(error().find("no column Metadata_Plate"), std::string::npos);
}
TEST_P(LoadData, MissingTable) {
  module("LoadData", {"Elsewhere...|/nowhere", "t.csv", "Yes", "None|", "No", "1,2", "No", "", "Yes"});
  EXPECT_NE(faults().find("/nowhere/t.csv"), std::string::npos);
}

// analytic: another table from the command line.
TEST_P(LoadData, DataFileOption) {
  load_data("FileName_A\na.tif\n");
  text_file("other.csv", "FileName_A\nb.tif\n");
  option("data-file", path("other.csv"));
  prepare();
  EXPECT_EQ(texts("FileName_A"), (Names{"b.tif"}));
}

// golden: color stays color, objects are ranked as fractions of their type's range, ranges as in
// CellProfiler 4.2.8.
TEST_P(LoadData, LoadsImagesAndObjects) {
  tiff<std::uint16_t>("a.tif", PixelType::UInt16, {1, 2}, {0, 4095});
  tiff<std::uint8_t>("c.tif", PixelType::UInt8, {1, 2}, {0, 0, 255, 51, 0, 0});
  tiff<std::uint8_t>("o.tif", PixelType::UInt8, {1, 3}, {0, 4, 2});
  load_data("FileName_A,FileName_C,ObjectsFileName_O\na.tif,c.tif,o.tif\n");
  prepare();
  run();
  EXPECT_EQ(pixels("A"), (std::vector<float>{0, 0.062485694885253906f}));
  EXPECT_EQ(image("C").channels, 3);
  EXPECT_EQ(pixels("C"), (std::vector<float>{0, 0, 1, 51 / 255.0f, 0, 0}));
  EXPECT_EQ(labels("O"), (std::vector<std::int32_t>{0, 2, 1}));
  EXPECT_EQ(measured("Image", "Count_O").values[0], 2);
  EXPECT_EQ(measured("Image", "Scaling_A").values[0], 65535);
  EXPECT_TRUE(warnings().empty()) << warnings();
}

// analytic: images of different sizes are loaded, with a warning.
TEST_P(LoadData, DifferentSizesWarn) {
  tiff<std::uint8_t>("a.tif", PixelType::UInt8, {1, 2}, {0, 1});
  tiff<std::uint8_t>("b.tif", PixelType::UInt8, {2, 2}, {0, 1, 2, 3});
  load_data("FileName_A,FileName_B\na.tif,b.tif\n");
  prepare();
  run();
  EXPECT_NE(warnings().find("B is 2 x 2 pixels, A 2 x 1"), std::string::npos) << warnings();
}

// analytic: without images the columns are measurements only; rows join image sets with equal metadata.
TEST_P(LoadData, JoinsEarlierImageSets) {
  for (const char* site : {"1", "2"}) {
    ImageSetRow row;
    row.number = static_cast<std::int64_t>(table().rows.size()) + 1;
    row.metadata["Site"] = site;
    table().rows.push_back(row);
  }
  load_data("Metadata_Site,Drug\n02,b\n01,a\n", {.loads_images = "No"});
  prepare();
  EXPECT_EQ(texts("Drug"), (Names{"a", "b"}));
}

// edge: a check says nothing of a table that is not here, a run does.
TEST_P(LoadData, ChecksWithoutItsTable) {
  load_data("FileName_A\na.tif\n");
  option("data-file", path("elsewhere.csv"));
  module("MaskImage", {"A", "Masked", "Image", "None", "B", "No"}, 3);
  EXPECT_NE(faults().find("cannot read the CSV file"), std::string::npos);
  option("check", "yes");
  load();
  EXPECT_EQ(faults(), "");
}

// analytic: revision 3 had folders in two settings each and no rescaling.
TEST_P(LoadData, RevisionThree) {
  text_file("table.csv", "FileName_A\na.tif\n");
  module("LoadData",
         {"Default input directory", "", "table.csv", "Yes", "Default input directory", "", "No", "1,100000",
          "No", ""},
         3);
  prepare();
  EXPECT_EQ(texts("FileName_A"), (Names{"a.tif"}));
}

}  // namespace
}  // namespace cellerate
