// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/input_test.hpp"

namespace cellerate {
namespace {

using Names = std::vector<std::string>;

class NamesAndTypes : public test::InputTest {
 protected:
  struct Channel {
    std::string rule, name, type = "Grayscale image", range = "Image metadata", maximum = "255.0";
  };
  static std::string contains(const std::string& text) { return "and (file does contain \"" + text + "\")"; }

  void names_and_types(const std::vector<Channel>& channels, const std::string& joins = "[]",
                       const std::string& matching = "Order",
                       const std::vector<Channel>& single_images = {}) {
    std::vector<std::string> values = {"Images matching rules",
                                       "Grayscale image",
                                       "DNA",
                                       joins,
                                       matching,
                                       "Image metadata",
                                       std::to_string(channels.size()),
                                       std::to_string(single_images.size()),
                                       "255.0",
                                       "No",
                                       "1.0",
                                       "1.0",
                                       "1.0"};
    for (const auto* list : {&channels, &single_images})
      for (const Channel& c : *list) {
        const std::vector<std::string> settings = {c.rule, c.name, c.name, c.type, c.range, c.maximum};
        values.insert(values.end(), settings.begin(), settings.end());
      }
    module("NamesAndTypes", values);
  }
  /// Metadata of the names: plate, well and site as far as a name has them.
  void metadata(const std::string& types = "{}") {
    module("Metadata",
           {"Yes", types == "{}" ? "Text" : "Choose for each", types, "1", "Extract from file/folder names",
            "File name", R"(^(?P<Plate>P\d+)(_(?P<Well>[A-H]\d+)_s(?P<Site>\d+))?_)", ".*", "All images", "",
            "Elsewhere...|", "[]", "No", "", "No"});
  }
  /// Loads one file as one channel.
  void load_as(const std::string& type, const std::string& range = "Image metadata",
               const std::string& maximum = "255.0") {
    files({"a.tif"});
    names_and_types({{contains(""), "A", type, range, maximum}});
    prepare();
    run();
  }
};
CEL_ON_EVERY_DEVICE(NamesAndTypes);

// golden: ChannelFilter.makeImageSets of CellProfiler 4.2.8: by URL, the shortest channel decides.
TEST_P(NamesAndTypes, MatchesByOrder) {
  files({"b_d0.tif", "a_d0.tif", "a_d1.tif", "B_d1.tif", "c_d0.tif", "notes.txt"});
  names_and_types({{contains("_d0"), "DNA"}, {contains("_d1"), "RNA"}});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"a_d0.tif", "b_d0.tif"}));
  EXPECT_EQ(file_names("RNA"), (Names{"B_d1.tif", "a_d1.tif"}));
  EXPECT_NE(warnings().find("DNA 3, RNA 2"), std::string::npos);
}

// golden: Joiner.join of CellProfiler 4.2.8: image sets in the order of the anchor's values; incomplete ones
// are left out, of two with the same values the first is taken; None does not look at a key.
TEST_P(NamesAndTypes, MatchesByMetadata) {
  files({"P1_A02_s1_w1.tif", "P1_A02_s1_w2.tif", "P1_A01_s1_w1.tif", "P1_A01_s1_w2.tif",
         "P1_A01_s1_w2_copy.tif", "P1_B01_s1_w1.tif", "P2_A01_s1_w1.tif", "P2_A01_s1_w2.tif", "P1_illum.tif",
         "P2_illum.tif"});
  metadata();
  names_and_types(
      {{contains("_illum"), "Illum", "Illumination function"},
       {contains("_w1"), "DNA"},
       {contains("_w2"), "RNA"}},
      "[{'Illum': 'Plate', 'DNA': 'Plate', 'RNA': 'Plate'}, {'Illum': None, 'DNA': 'Well', 'RNA': 'Well'}]",
      "Metadata");
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"P1_A01_s1_w1.tif", "P1_A02_s1_w1.tif", "P2_A01_s1_w1.tif"}));
  EXPECT_EQ(file_names("RNA"), (Names{"P1_A01_s1_w2.tif", "P1_A02_s1_w2.tif", "P2_A01_s1_w2.tif"}));
  EXPECT_EQ(file_names("Illum"), (Names{"P1_illum.tif", "P1_illum.tif", "P2_illum.tif"}));
  EXPECT_EQ(texts("Metadata_Well"), (Names{"A01", "A02", "A01"}));
  EXPECT_EQ(texts("Metadata_Site"), (Names{"1", "1", "1"}));
  EXPECT_EQ(texts("Metadata_FileLocation"), (Names{"-", "-", "-"})) << "differs between the channels";
  EXPECT_NE(warnings().find("P1_A01_s1_w2_copy.tif is left out"), std::string::npos);
  EXPECT_NE(warnings().find("RNA has no image for P1, B01"), std::string::npos);
}

// analytic: whole numbers are ordered by size and recorded as numbers, texts as texts.
TEST_P(NamesAndTypes, TypedMetadata) {
  files({"P1_A01_s10_w1.tif", "P1_A01_s02_w1.tif", "P1_A01_s10_w2.tif", "P1_A01_s2_w2.tif"});
  metadata(R"({"Site": "integer"})");
  names_and_types({{contains("_w1"), "DNA"}, {contains("_w2"), "RNA"}}, "[{'DNA': 'Site', 'RNA': 'Site'}]",
                  "Metadata");
  prepare();
  EXPECT_EQ(numbers("Metadata_Site"), (std::vector<double>{2, 10}));
  EXPECT_EQ(file_names("RNA"), (Names{"P1_A01_s2_w2.tif", "P1_A01_s10_w2.tif"}));
  EXPECT_EQ(table().rows[0].metadata.at("Site"), "2");
}

// golden: the features that CellProfiler 4.2.8 records of a gray, a color and an object channel.
TEST_P(NamesAndTypes, RecordsFiles) {
  files({"a b_1.tif", "c_2.tif", "o_3.tif"});
  names_and_types({{contains("_1"), "Gray"},
                   {contains("_2"), "Color", "Color image"},
                   {contains("_3"), "Cells", "Objects"}});
  prepare();
  EXPECT_EQ(texts("FileName_Gray"), (Names{"a b_1.tif"}));
  EXPECT_EQ(texts("PathName_Gray")[0] + "/", path(""));
  EXPECT_EQ(texts("URL_Gray"), (Names{"file:" + path("a%20b_1.tif")}));
  EXPECT_EQ(numbers("Series_Gray"), (std::vector<double>{0}));
  EXPECT_EQ(numbers("Frame_Gray"), (std::vector<double>{0}));
  EXPECT_EQ(numbers("Channel_Gray"), (std::vector<double>{-1}));
  EXPECT_EQ(numbers("Channel_Color"), (std::vector<double>{-2}));
  EXPECT_EQ(texts("ObjectsFileName_Cells"), (Names{"o_3.tif"}));
  EXPECT_EQ(numbers("ObjectsChannel_Cells"), (std::vector<double>{-1}));
}

// analytic: a single image is part of every image set.
TEST_P(NamesAndTypes, SingleImages) {
  files({"a.tif", "b.tif"});
  names_and_types({{contains(""), "DNA"}}, "[]", "Order",
                  {{"file:" + path("dark%20field.tif") + " 0 0 ", "Dark"}});
  prepare();
  EXPECT_EQ(file_names("Dark"), (Names{"dark field.tif", "dark field.tif"}));
  EXPECT_EQ(numbers("Channel_Dark"), (std::vector<double>{-1, -1}));
}

// golden: pixels as CellProfiler 4.2.8 loads the same samples, in each range.
TEST_P(NamesAndTypes, IntensityRanges) {
  tiff<std::uint16_t>("a.tif", PixelType::UInt16, {1, 3}, {0, 4095, 65535});
  load_as("Grayscale image");
  EXPECT_EQ(pixels("A"), (std::vector<float>{0, 0.062485694885253906f, 1}));
  EXPECT_EQ(measured("Image", "Scaling_A").values[0], 65535);
  EXPECT_EQ(measured("Image", "Width_A").values[0], 3);
  EXPECT_EQ(measured("Image", "Height_A").values[0], 1);
  EXPECT_EQ(measured("Image", "MD5Digest_A").texts[0].size(), 32u);
}
TEST_P(NamesAndTypes, ManualRange) {
  tiff<std::uint16_t>("a.tif", PixelType::UInt16, {1, 3}, {0, 4095, 65535});
  load_as("Grayscale image", "Manual", "4095");
  EXPECT_EQ(pixels("A"), (std::vector<float>{0, 1, 65535 / 4095.0f}));
}
TEST_P(NamesAndTypes, SignedSamples) {
  tiff<std::int16_t>("a.tif", PixelType::Int16, {1, 2}, {-32768, 32767});
  load_as("Grayscale image", "Image bit-depth");
  EXPECT_EQ(pixels("A"), (std::vector<float>{0, 1}));
}

// golden: scikit-image's luminance; gray repeated as color; what is not 0 is on.
TEST_P(NamesAndTypes, ColorAsGray) {
  tiff<std::uint8_t>("a.tif", PixelType::UInt8, {1, 3}, {10, 20, 30, 255, 0, 1, 7, 77, 177});
  load_as("Grayscale image");
  EXPECT_EQ(pixels("A"),
            (std::vector<float>{0.07292549312114716f, 0.21278275549411774f, 0.2719019651412964f}));
}
TEST_P(NamesAndTypes, GrayAsColor) {
  tiff<std::uint8_t>("a.tif", PixelType::UInt8, {1, 2}, {0, 255});
  load_as("Color image");
  EXPECT_EQ(image("A").channels, 3);
  EXPECT_EQ(pixels("A"), (std::vector<float>{0, 0, 0, 1, 1, 1}));
}
TEST_P(NamesAndTypes, Masks) {
  tiff<std::uint8_t>("a.tif", PixelType::UInt8, {1, 3}, {0, 1, 255});
  load_as("Binary mask");
  EXPECT_EQ(image("A").type, CEL_BOOL);
  EXPECT_EQ(bits("A"), (std::vector<std::uint8_t>{0, 1, 1}));
}
TEST_P(NamesAndTypes, IlluminationFunctionsAreNotRescaled) {
  tiff<float>("a.tif", PixelType::Float32, {1, 2}, {1.25f, 3});
  load_as("Illumination function", "Manual", "10");
  EXPECT_EQ(pixels("A"), (std::vector<float>{1.25f, 3}));
}

// golden: CellProfiler 4.2.8 ranks the values of a label image; parts of one value stay one object.
TEST_P(NamesAndTypes, Objects) {
  tiff<std::uint8_t>("a.tif", PixelType::UInt8, {1, 5}, {0, 7, 0, 7, 9});
  load_as("Objects");
  EXPECT_EQ(labels("A"), (std::vector<std::int32_t>{0, 1, 0, 1, 2}));
  EXPECT_EQ(measured("Image", "Count_A").values[0], 2);
  EXPECT_EQ(measured("A", "Location_Center_X").values, (std::vector<double>{2, 4}));
  EXPECT_EQ(measured("A", "Number_Object_Number").values, (std::vector<double>{1, 2}));
}

// golden: 200 values with a gap are numbers; the gap is closed, and objects are split into their parts.
TEST_P(NamesAndTypes, ObjectsWithGapsAreSplit) {
  std::vector<std::uint16_t> values(402);
  for (int i = 0; i < 200; ++i) values[2 * i] = static_cast<std::uint16_t>(i < 150 ? i : i + 10);
  values[400] = 1;  // far from the other pixel of 1
  tiff("a.tif", PixelType::UInt16, {1, 402}, values);
  load_as("Objects");
  EXPECT_EQ(measured("Image", "Count_A").values[0], 200);
  EXPECT_EQ(labels("A")[2], 1);
  EXPECT_EQ(labels("A")[400], 200);
}

// analytic: without rules every file is an image set.
TEST_P(NamesAndTypes, AllImages) {
  files({"b.tif", "a.tif"});
  module("NamesAndTypes", {"All images", "Color image", "Original", "[]", "Order", "Image metadata", "1", "0",
                           "255.0", "No", "1.0", "1.0", "1.0", "and (nonsense)", "DNA", "Cell",
                           "Grayscale image", "Image metadata", "255.0"});
  prepare();
  EXPECT_EQ(file_names("Original"), (Names{"a.tif", "b.tif"}));
}

// analytic: revision 5 had outlines of objects, called masks otherwise, and no manual range.
TEST_P(NamesAndTypes, RevisionFive) {
  files({"a.tif"});
  tiff<std::uint8_t>("a.tif", PixelType::UInt8, {1, 2}, {0, 3});
  module("NamesAndTypes",
         {"Images matching rules", "Grayscale image", "DNA", "[]", "Order", "Yes", "1", "0", contains("a"),
          "M", "Cell", "Mask", "Image metadata", "No", "LoadedObjects"},
         5);
  prepare();
  run();
  EXPECT_EQ(bits("M"), (std::vector<std::uint8_t>{0, 1}));
}

// edge: faults name the setting.
TEST_P(NamesAndTypes, Faults) {
  names_and_types({{"and (file does)", "A"}, {contains("b"), "B"}}, "[{'A': None, 'B': None}]", "Metadata",
                  {{"", "S"}});
  EXPECT_NE(faults().find("\"Select the rule criteria\": not a rule"), std::string::npos) << faults();
  EXPECT_NE(faults().find("\"Match metadata\": at least one channel"), std::string::npos) << faults();
  EXPECT_NE(faults().find("\"Single image location\": the single image is not specified"), std::string::npos)
      << faults();
}

// edge: a file that is gone is an error of its image set that names the file.
TEST_P(NamesAndTypes, MissingFile) {
  try {
    load_as("Grayscale image");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("a.tif"), std::string::npos);
  }
}

}  // namespace
}  // namespace cellerate
