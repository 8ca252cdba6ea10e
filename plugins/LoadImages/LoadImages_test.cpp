/// CellProfiler 4.2.8 cannot run LoadImages: expectations follow from its settings, and are those of
/// NamesAndTypes where both find the same files.
// SPDX-License-Identifier: BSD-3-Clause
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/input_test.hpp"

namespace cellerate {
namespace {

using Names = std::vector<std::string>;
using testing::HasSubstr;

constexpr const char* kWell = R"(^(?P<Plate>P\d)_(?P<Well>[A-H]\d\d)_)";

class LoadImages : public test::InputTest {
 protected:
  struct Image {
    std::string text, name, from = "None", file_regexp = kWell, path_regexp = "(?P<Folder>[^/]*)$";
    std::string position = "d0.tif", rescales = "Yes";
    std::string type = "Images", outlines = "No";
  };
  struct Options {
    std::string method = "Text-Exact match", file_type = "individual images", group_size = "3",
                excluded = "Do not use", subfolders = "None", folder = "Default Input Folder|None",
                checks = "Yes", groups = "No", excludes = "No", keys = "", left_out = "";
  };
  void load_images(const std::vector<Image>& images, const Options& o) {
    std::vector<std::string> values = {o.file_type,  o.method, o.group_size, o.excluded,
                                       o.subfolders, o.folder, o.checks,     o.groups,
                                       o.excludes,   o.keys,   o.left_out,   std::to_string(images.size())};
    for (const Image& i : images)
      for (const std::string& value :
           {i.text, i.position, i.from, i.file_regexp, i.path_regexp, std::string("1"), std::string("No"),
            std::string("Interleaved"), std::string("3"), i.type, i.name, i.name, i.outlines,
            i.name + "Outlines", std::string("1"), i.rescales})
        values.push_back(value);
    module("LoadImages", values, 11);
  }
  void load_images(const std::vector<Image>& images) { load_images(images, Options()); }
  /// Empty files in the input folder.
  void on_disk(const Names& names) {
    for (const std::string& name : names) {
      std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
      text_file(name, "");
    }
  }
};
CEL_ON_EVERY_DEVICE(LoadImages);

// analytic: a text anywhere in the name, in its case; the first image with the text has the file; no text
// files, no subfolders; sorted by path.
TEST_P(LoadImages, ExactMatch) {
  on_disk({"b_w1.TIF", "a_w1.TIF", "a_w2.TIF", "b_w2.TIF", "c_w1.tif", "a_w1.TIF.txt", "sub/d_w1.TIF",
           "w1.TIF_no"});
  load_images({{"w1.TIF", "DNA"}, {".TIF", "RNA"}});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"a_w1.TIF", "b_w1.TIF"}));
  EXPECT_EQ(file_names("RNA"), (Names{"a_w2.TIF", "b_w2.TIF"}));
  EXPECT_EQ(texts("FileName_DNA"), (Names{"a_w1.TIF", "b_w1.TIF"}));
  EXPECT_EQ(texts("PathName_DNA")[0] + "/", path(""));
  EXPECT_EQ(texts("URL_DNA")[0], "file:" + path("a_w1.TIF"));
}

// analytic: an expression may match anywhere in the name.
TEST_P(LoadImages, RegularExpressions) {
  on_disk({"x_C-01.tif", "x_D-01.tif", "x_E-01.tif", "y_C-02.tif", "y_D-02.tif"});
  load_images({{R"(C-\d+\.tif)", "DNA"}, {R"([DF]-\d+)", "RNA"}}, {.method = "Text-Regular expressions"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"x_C-01.tif", "y_C-02.tif"}));
  EXPECT_EQ(file_names("RNA"), (Names{"x_D-01.tif", "y_D-02.tif"}));
}

// analytic: every third file; positions may be left out.
TEST_P(LoadImages, Order) {
  on_disk({"1.tif", "2.tif", "3.tif", "4.tif", "5.tif", "6.tif", "7.txt"});
  load_images({{.text = "x", .name = "RNA", .position = "3"}, {.text = "x", .name = "DNA", .position = "1"}},
              {.method = "Order"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"1.tif", "4.tif"}));
  EXPECT_EQ(file_names("RNA"), (Names{"3.tif", "6.tif"}));
}

// analytic: by text, and by an expression.
TEST_P(LoadImages, Excludes) {
  on_disk({"a.tif", "a_thumb.tif", "b.tif"});
  load_images({{".tif", "DNA"}}, {.excluded = "_thumb", .excludes = "Yes"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"a.tif", "b.tif"}));
}
TEST_P(LoadImages, ExcludesByExpression) {
  on_disk({"a.tif", "a_thumb.tif", "b.tif"});
  load_images({{"tif$", "DNA"}},
              {.method = "Text-Regular expressions", .excluded = "^a.t|mb", .excludes = "Yes"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"b.tif"}));
}
// edge: the text stays in the file when nothing is excluded.
TEST_P(LoadImages, ExcludesOnlyIfAsked) {
  on_disk({"a.tif", "a_thumb.tif"});
  load_images({{".tif", "DNA"}}, {.excluded = "_thumb"});
  prepare();
  EXPECT_EQ(file_names("DNA").size(), 2u);
}

// analytic: all subfolders, or all but those named.
TEST_P(LoadImages, Subfolders) {
  on_disk({"a.tif", "p1/b.tif", "p1/deep/c.tif", "p2/d.tif"});
  load_images({{".tif", "DNA"}}, {.subfolders = "All"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"a.tif", "b.tif", "c.tif", "d.tif"}));
  EXPECT_EQ(texts("PathName_DNA")[2], path("p1/deep"));
}
TEST_P(LoadImages, SomeSubfolders) {
  on_disk({"a.tif", "p1/b.tif", "p1/deep/c.tif", "p2/d.tif", "p2/deep/e.tif"});
  load_images({{".tif", "DNA"}}, {.subfolders = "Some", .left_out = R"(p1\deep,p2)"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"a.tif", "b.tif"}));
}

// analytic: a folder below the input folder.
TEST_P(LoadImages, FolderBelow) {
  on_disk({"a.tif", "sub/b.tif"});
  load_images({{".tif", "DNA"}}, {.folder = "Default Input Folder sub-folder|sub"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"b.tif"}));
}

// analytic: metadata of name and folder; image sets follow their values, not the order of the files.
TEST_P(LoadImages, MatchesByMetadata) {
  on_disk({"x/P1_A01_w1.tif", "x/P1_A02_w1.tif", "x/w2/P1_A02_w2.tif", "x/w2/P1_A01_w2.tif"});
  load_images({{"w1", "DNA", "Both"}, {"w2", "RNA", "File name"}}, {.subfolders = "All"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"P1_A01_w1.tif", "P1_A02_w1.tif"}));
  EXPECT_EQ(file_names("RNA"), (Names{"P1_A01_w2.tif", "P1_A02_w2.tif"}));
  EXPECT_EQ(texts("Metadata_Well"), (Names{"A01", "A02"}));
  EXPECT_EQ(texts("Metadata_Folder"), (Names{"x", "x"}));
}

// analytic: an image of each plate, and one of all.
TEST_P(LoadImages, SharedFiles) {
  on_disk({"P1_A01_w1.tif", "P1_A02_w1.tif", "P2_A01_w1.tif", "P1_illum.mat", "P2_illum.mat", "mask.png"});
  load_images(
      {{"illum", "Illum", "File name", R"(^(?P<Plate>P\d))"}, {"w1", "DNA", "File name"}, {"mask", "Mask"}});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"P1_A01_w1.tif", "P1_A02_w1.tif", "P2_A01_w1.tif"}));
  EXPECT_EQ(file_names("Illum"), (Names{"P1_illum.mat", "P1_illum.mat", "P2_illum.mat"}));
  EXPECT_EQ(file_names("Mask"), (Names{"mask.png", "mask.png", "mask.png"}));
}

// edge: a missing file, a second file with the same metadata and one without stop the run if it is checked,
// else they are left out.
TEST_P(LoadImages, ChecksFiles) {
  on_disk({"P1_A01_w1.tif", "P1_A01_w2.tif", "P1_A01_w2b.tif", "P1_A02_w1.tif", "P1_w2.tif"});
  load_images({{"w1", "DNA", "File name"}, {"w2", "RNA", "File name"}});
  const std::string text = error();
  EXPECT_THAT(text, HasSubstr("RNA has no file for Plate = P1, Well = A02"));
  EXPECT_THAT(text, HasSubstr("P1_A01_w2b.tif has the metadata of another file: Plate = P1, Well = A01"));
  EXPECT_THAT(text, HasSubstr("P1_w2.tif has no metadata Plate"));
}
TEST_P(LoadImages, LeavesFilesOut) {
  on_disk({"P1_A01_w1.tif", "P1_A01_w2.tif", "P1_A01_w2b.tif", "P1_A02_w1.tif", "P1_w2.tif"});
  load_images({{"w1", "DNA", "File name"}, {"w2", "RNA", "File name"}}, {.checks = "No"});
  prepare();
  EXPECT_EQ(file_names("RNA"), (Names{"P1_A01_w2.tif"}));
  EXPECT_THAT(warnings(), HasSubstr("P1_A01_w2b.tif has the metadata of another file"));
  EXPECT_THAT(warnings(), HasSubstr("RNA has no file"));
}
// edge: one image alone needs no metadata to be matched.
TEST_P(LoadImages, OneImageAlone) {
  on_disk({"P1_A01_a.tif", "P1_A01_b.tif", "c.tif"});
  load_images({{".tif", "DNA", "File name"}});
  prepare();
  EXPECT_EQ(texts("Metadata_Well"), (Names{"A01", "A01", "-"}));
}

// edge: files that go by their order must be equally many.
TEST_P(LoadImages, UnequalCounts) {
  on_disk({"a_w1.tif", "b_w1.tif", "a_w2.tif"});
  load_images({{"w1", "DNA"}, {"w2", "RNA"}}, {.checks = "No"});
  EXPECT_THAT(error(), HasSubstr("DNA has 2 files, but RNA has 1"));
}
// edge: no file, no folder.
TEST_P(LoadImages, NoFile) {
  on_disk({"a.tif"});
  load_images({{"w1", "DNA"}});
  EXPECT_THAT(error(), HasSubstr("is one of the images (of 1 image files)"));
}
TEST_P(LoadImages, NoFolder) {
  load_images({{"w1", "DNA"}}, {.folder = "Elsewhere...|" + path("nowhere")});
  EXPECT_THAT(error(), HasSubstr("cannot be read"));
}

// analytic: groups in the order of their values; the well is made of row and column.
TEST_P(LoadImages, Groups) {
  on_disk({"1_b01.tif", "2_a01.tif", "3_b01.tif"});
  load_images({{".tif", "DNA", "File name", "_(?P<WellRow>.)(?P<WellColumn>..)"}},
              {.groups = "Yes", .keys = "WellRow"});
  prepare();
  EXPECT_EQ(file_names("DNA"), (Names{"2_a01.tif", "1_b01.tif", "3_b01.tif"}));
  EXPECT_EQ(texts("Metadata_Well"), (Names{"a01", "b01", "b01"}));
  EXPECT_EQ(table().rows[1].group_length, 2);
}

// edge: what cannot be done is told before anything runs.
TEST_P(LoadImages, RefusesMovies) {
  load_images({{".avi", "DNA"}}, {.file_type = "avi,mov movies"});
  EXPECT_THAT(faults(), HasSubstr("movies and stacks are not supported"));
}
TEST_P(LoadImages, RefusesWrongSettings) {
  load_images(
      {{"(", "DNA"}, {"w2", "RNA", "File name", "(?P<A"}},
      {.method = "Text-Regular expressions", .folder = "URL|http://h", .groups = "Yes", .keys = "Plate"});
  EXPECT_THAT(faults(), HasSubstr("Text that these images have in common"));
  EXPECT_THAT(faults(), HasSubstr("Regular expression that finds metadata in the file name"));
  EXPECT_THAT(faults(), HasSubstr("local folders only"));
  EXPECT_THAT(faults(), HasSubstr("'Plate' is found neither"));
}
TEST_P(LoadImages, RefusesWrongPosition) {
  load_images({{.text = "", .name = "DNA", .position = "4"}}, {.method = "Order"});
  EXPECT_THAT(faults(), HasSubstr("must be a number from 1 to 3"));
}

// analytic: gray and colour files as they are, by the range of their type.
TEST_P(LoadImages, LoadsGrayAndColor) {
  tiff<std::uint8_t>("gray.tif", PixelType::UInt8, {1, 2}, {0, 51});
  tiff<std::uint8_t>("color.tif", PixelType::UInt8, {1, 2}, {0, 51, 102, 153, 204, 255});
  load_images({{"gray", "Gray"}, {.text = "color", .name = "Color", .rescales = "No"}});
  prepare();
  run();
  EXPECT_EQ(pixels("Gray"), (std::vector<float>{0, 0.2f}));
  EXPECT_EQ(image("Color").channels, 3);
  EXPECT_EQ(pixels("Color"), (std::vector<float>{0, 0.2f, 0.4f, 0.6f, 0.8f, 1}));
  EXPECT_EQ(measured("Image", "Width_Gray").values, std::vector<double>{2});
  EXPECT_EQ(measured("Image", "Scaling_Gray").values, std::vector<double>{255});
  EXPECT_EQ(measured("Image", "MD5Digest_Color").texts.at(0).size(), 32u);
}

// analytic: objects keep their labels; the outline is all but the middle of a square.
TEST_P(LoadImages, LoadsObjectsAndOutlines) {
  std::vector<std::uint8_t> square(25);
  for (const int pixel : {6, 7, 8, 11, 12, 13, 16, 17, 18}) square[pixel] = 1;
  tiff<std::uint8_t>("labels.tif", PixelType::UInt8, {5, 5}, square);
  load_images({{.text = "labels", .name = "Cells", .type = "Objects", .outlines = "Yes"}});
  prepare();
  EXPECT_EQ(texts("ObjectsFileName_Cells"), Names{"labels.tif"});
  run();
  EXPECT_EQ(labels("Cells"), (std::vector<std::int32_t>(square.begin(), square.end())));
  square[12] = 0;
  EXPECT_EQ(bits("CellsOutlines"), square);
  EXPECT_EQ(measured("Image", "Count_Cells").values, std::vector<double>{1});
}

// golden: NamesAndTypes, which is measured by CellProfiler 4.2.8, makes the same of the same files: it finds
// them in the list, LoadImages on the disk, and adds its own to the image sets.
TEST_P(LoadImages, AgreesWithNamesAndTypes) {
  const Names names = {"b_w1.tif", "b_w2.tif", "a_w1.tif", "a_w2.tif"};
  for (std::size_t i = 0; i < names.size(); ++i)
    tiff<std::uint16_t>(names[i], PixelType::UInt16, {1, 2}, {static_cast<std::uint16_t>(i), 4095});
  files(names);
  module("NamesAndTypes", {"Images matching rules",
                           "Grayscale image",
                           "DNA",
                           "[]",
                           "Order",
                           "Image metadata",
                           "2",
                           "0",
                           "255.0",
                           "No",
                           "1.0",
                           "1.0",
                           "1.0",
                           R"(and (file does contain "w1"))",
                           "D",
                           "D",
                           "Grayscale image",
                           "Image metadata",
                           "255.0",
                           R"(and (file does contain "w2"))",
                           "R",
                           "R",
                           "Grayscale image",
                           "Image bit-depth",
                           "255.0"});
  load_images({{"w1", "DNA"}, {.text = "w2", .name = "RNA", .rescales = "No"}});
  prepare();
  ASSERT_EQ(table().rows.size(), 2u);
  for (const auto& [ours, theirs] : {std::pair("DNA", "D"), std::pair("RNA", "R")}) {
    for (const std::string feature : {"FileName_", "PathName_", "URL_"})
      EXPECT_EQ(texts(feature + ours), texts(feature + theirs));
    for (const std::size_t row : {0, 1}) {
      run(row);
      EXPECT_EQ(pixels(ours), pixels(theirs));
      for (const std::string feature : {"Scaling_", "Width_", "Height_"})
        EXPECT_EQ(measured("Image", feature + ours).values, measured("Image", feature + theirs).values);
      EXPECT_EQ(measured("Image", std::string("MD5Digest_") + ours).texts,
                measured("Image", std::string("MD5Digest_") + theirs).texts);
    }
  }
}

// analytic: the order of the settings in revisions 5 to 7 is that of published pipelines.
Names old_settings(const std::string& subfolders) {
  return {"individual images",
          "Text-Exact match",
          "3",
          "Do not use",
          subfolders,
          "Default Input Folder|.",
          "No",
          "No",
          "No",
          ""};
}
TEST_P(LoadImages, RevisionFive) {
  on_disk({"D.TIF", "F.TIF", "sub/D.TIF"});
  Names values = old_settings("No");
  for (const Names& image : {Names{"D.TIF", "OrigBlue"}, Names{"F.T", "OrigGreen"}})
    values.insert(values.end(), {image[0], image[1], image[0], "None", "None", "None"});
  module("LoadImages", values, 5);
  prepare();
  EXPECT_EQ(file_names("OrigBlue"), Names{"D.TIF"});
  EXPECT_EQ(file_names("OrigGreen"), Names{"F.TIF"});
}
TEST_P(LoadImages, RevisionSix) {
  on_disk({"a_w1.TIF", "sub/b_w1.TIF"});
  Names values = old_settings("Yes");
  values.insert(values.end(), {"1", "w1.TIF", "1", "None", "", "", "1", "Hoechst", "1"});
  module("LoadImages", values, 6);
  prepare();
  EXPECT_EQ(file_names("Hoechst"), (Names{"a_w1.TIF", "b_w1.TIF"}));
}
TEST_P(LoadImages, RevisionSeven) {
  on_disk({"a_w1.TIF"});
  Names values = old_settings("No");
  values.insert(values.end(),
                {"1", "w1.TIF", "1", "None", "", "", "1", "No", "Interleaved", "2", "Hoechst", "1"});
  module("LoadImages", values, 7);
  prepare();
  EXPECT_EQ(file_names("Hoechst"), Names{"a_w1.TIF"});
}
// edge: older revisions, and settings that end too early.
TEST_P(LoadImages, RefusesOldRevisions) {
  module("LoadImages", old_settings("No"), 4);
  EXPECT_THAT(faults(), HasSubstr("revision 4"));
}
TEST_P(LoadImages, RefusesTooFewSettings) {
  Names values = old_settings("No");
  values.push_back("2");
  module("LoadImages", values, 6);
  EXPECT_THAT(faults(), HasSubstr("too few settings"));
}

// analytic: its images are among those that "All loaded images" means.
TEST_P(LoadImages, ImagesCountAsLoaded) {
  on_disk({"a_d0.tif"});
  load_images({{"d0", "DNA"}});
  module("MeasureImageQuality",
         {"All loaded images", "1", "1", "1", "", "Yes", "No", "20", "No", "No", "No", "Yes", "Otsu", "0.1",
          "Two classes", "Weighted variance", "Foreground"},
         4);
  EXPECT_EQ(faults(), "");
  const auto is_scaling = [](const DeclaredColumn& c) { return c.feature == "ImageQuality_Scaling_DNA"; };
  EXPECT_EQ(std::count_if(columns().begin(), columns().end(), is_scaling), 1);
}

}  // namespace
}  // namespace cellerate
