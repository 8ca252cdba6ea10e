// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sdk/io/image_reader.hpp"
#include "tests/support/module_test.hpp"
#include "tests/support/temporary_folder.hpp"

namespace cellerate {
namespace {

namespace fs = std::filesystem;

/// The settings of revision 16, one of which a test changes.
struct Lines {
  std::map<int, std::string> values{{0, "Image"},
                                    {1, "DNA"},
                                    {2, "Single name"},
                                    {3, "DNA"},
                                    {4, "out"},
                                    {5, "4"},
                                    {6, "No"},
                                    {7, ""},
                                    {8, "tiff"},
                                    {9, "Elsewhere..."},
                                    {10, "8-bit integer"},
                                    {11, "Yes"},
                                    {12, "Every cycle"},
                                    {13, "No"},
                                    {14, "No"},
                                    {15, "Elsewhere...|/"},
                                    {16, "T (Time)"},
                                    {17, "No"}};

  Lines& set(int index, const std::string& value) {
    values[index] = value;
    return *this;
  }
  std::string text() const {
    std::string all;
    for (const auto& [index, value] : values) all += "s" + std::to_string(index) + ":" + value + "\n";
    return all;
  }
};

class SaveImages : public test::ModuleTest {
 protected:
  void SetUp() override {
    test::ModuleTest::SetUp();
    fs::remove(folder_);  // saving makes it
  }

  Lines lines() const { return Lines().set(9, "Elsewhere...|" + folder_.string()); }
  void text(const std::string& feature, const std::string& value) {
    state().measurements.objects["Image"][feature] = {CEL_VALUE_TEXT, {}, {value}, 0};
  }
  RawImage saved(const std::string& name) const { return read_image(folder_ / name); }
  static std::vector<int> bytes(const RawImage& image) {
    const auto* from = image.as<std::uint8_t>();
    return {from, from + image.samples()};
  }

  const test::TemporaryFolder made_{"save_images"};
  const fs::path folder_ = made_.path();
};
CEL_ON_EVERY_DEVICE(SaveImages);

// golden: img_as_ubyte of scikit-image 0.18.3.
TEST_P(SaveImages, EightBitsAreRounded) {
  image("DNA", {1, 3}, {0, .5f, 1});
  run("SaveImages", lines().text());
  EXPECT_EQ(bytes(saved("out.tiff")), (std::vector<int>{0, 128, 255}));
  run("SaveImages", lines().set(8, "png").text());
  EXPECT_EQ(bytes(saved("out.png")), (std::vector<int>{0, 128, 255}));
}

// analytic: depths of TIFF; other formats have 8 bits whatever the setting says.
TEST_P(SaveImages, DepthsOfTiff) {
  image("DNA", {1, 2}, {.25f, 2});
  run("SaveImages", lines().set(10, "32-bit floating point").text());
  const RawImage floats = saved("out.tiff");
  ASSERT_EQ(floats.type, PixelType::Float32);
  EXPECT_EQ(floats.as<float>()[1], 2);
  EXPECT_THROW(run("SaveImages", lines().set(10, "16-bit integer").text()), std::runtime_error);
  image("DNA", {1, 2}, {.25f, 1});
  run("SaveImages", lines().set(10, "16-bit integer").text());
  EXPECT_EQ(saved("out.tiff").as<std::uint16_t>()[0], 16384);
  run("SaveImages", lines().set(10, "16-bit integer").set(8, "png").text());
  EXPECT_EQ(saved("out.png").type, PixelType::UInt8);
}

// analytic: binary images are 0 and 255, masks too; without a mask everything counts.
TEST_P(SaveImages, BinaryAndMasks) {
  binary("DNA", {1, 2}, {0, 1});
  run("SaveImages", lines().set(10, "No conversion").text());
  EXPECT_EQ(bytes(saved("out.tiff")), (std::vector<int>{0, 255}));
  run("SaveImages", lines().set(0, "Mask").text());
  EXPECT_EQ(bytes(saved("out.tiff")), (std::vector<int>{255, 255}));
  image("DNA", {1, 2}, {0, 0}, {1, 0});
  run("SaveImages", lines().set(0, "Mask").text());
  EXPECT_EQ(bytes(saved("out.tiff")), (std::vector<int>{255, 0}));
  run("SaveImages", lines().set(0, "Cropping").set(8, "npy").text());
  EXPECT_EQ(saved("out.npy").type, PixelType::Bool);
}

// analytic: names from the image, with a suffix and metadata; sequential numbers are padded.
TEST_P(SaveImages, Names) {
  image("DNA", {1, 1}, {1});
  text("FileName_DNA", "A01.s1.tif");
  text("Metadata_Plate", "P7");
  measurement("Image", "Metadata_Plate", {});
  text("Metadata_Plate", "P7");
  run("SaveImages", lines().set(2, "From image filename").set(6, "Yes").set(7, "_\\g<Plate>").text());
  EXPECT_TRUE(fs::exists(folder_ / "A01.s1_P7.tiff"));
  run("SaveImages", lines().set(2, "Sequential numbers").text());
  EXPECT_TRUE(fs::exists(folder_ / "out0001.tiff"));
  run("SaveImages", lines().set(9, "Elsewhere...|" + folder_.string() + "/\\g<Plate>").text());
  EXPECT_TRUE(fs::exists(folder_ / "P7" / "out.tiff"));
}

// edge: metadata cannot lead out of the folder, nor can tags that nobody declares be used.
TEST_P(SaveImages, MetadataStayInside) {
  image("DNA", {1, 1}, {1});
  measurement("Image", "Metadata_Plate", {});
  for (const char* value : {"../x", "a/b", ".."}) {
    text("Metadata_Plate", value);
    EXPECT_THROW(run("SaveImages", lines().set(4, "../\\g<Plate>/\\g<Plate>").text()), std::runtime_error);
  }
  text("Metadata_Plate", "../..");
  EXPECT_THROW(run("SaveImages", lines().set(9, "Default Output Folder sub-folder|\\g<Plate>").text()),
               std::runtime_error);
  load("SaveImages", lines().set(4, "\\g<Nothing>").text());
  EXPECT_EQ(
      faults(),
      "#1 SaveImages, \"Enter single file name\": '\\g<Nothing>': Nothing is not a defined metadata tag\n");
}

// analytic: subfolders are those between the base folder and the source.
TEST_P(SaveImages, Subfolders) {
  image("DNA", {1, 1}, {1});
  text("FileName_DNA", "a.tif");
  text("PathName_DNA", "/data/plate/well");
  const Lines base = lines().set(2, "From image filename").set(14, "Yes");
  run("SaveImages", Lines(base).set(15, "Elsewhere...|/data").text());
  EXPECT_TRUE(fs::exists(folder_ / "plate" / "well" / "a.tiff"));
  EXPECT_THROW(run("SaveImages", Lines(base).set(15, "Elsewhere...|/other").text()), std::runtime_error);
}

// analytic: with other names the source is the image that is saved, or what it was made of.
TEST_P(SaveImages, SubfoldersWithOtherNames) {
  image("DNA", {1, 1}, {1});
  const std::string settings =
      lines().set(2, "Single name").set(4, "one").set(14, "Yes").set(15, "Elsewhere...|/data").text();
  EXPECT_THROW(run("SaveImages", settings), std::runtime_error);
  state().images.at("DNA").path_name = "/data/plate";
  run("SaveImages", settings);
  EXPECT_TRUE(fs::exists(folder_ / "plate" / "one.tiff"));
}

// edge: an existing file is an error unless overwriting is allowed.
TEST_P(SaveImages, OverwritesOnlyIfAllowed) {
  image("DNA", {1, 1}, {1});
  run("SaveImages", lines().set(11, "No").text());
  EXPECT_THROW(run("SaveImages", lines().set(11, "No").text()), std::runtime_error);
  run("SaveImages", lines().text());
}

// analytic: the recorded path; what is not declared is the URL, as in CellProfiler.
TEST_P(SaveImages, RecordsThePath) {
  image("DNA", {1, 1}, {1});
  run("SaveImages", lines().set(13, "Yes").text());
  const auto& measured = state().measurements.objects.at("Image");
  EXPECT_EQ(measured.at("FileName_DNA").texts.at(0), "out.tiff");
  EXPECT_EQ(measured.at("PathName_DNA").texts.at(0), folder_.string());
  EXPECT_EQ(measured.at("URL_DNA").texts.at(0), "file:" + (folder_ / "out.tiff").string());
}

// analytic: a stack of channels has a page a channel, colors are one page.
TEST_P(SaveImages, StacksOfChannels) {
  image("DNA", {1, 2}, {0, .5f, 1, 1, .5f, 0});
  run("SaveImages", lines().text());
  EXPECT_EQ(saved("out.tiff").channels, 3);
  state().images.at("DNA").channel_stack = true;
  run("SaveImages", lines().text());
  std::ifstream file(folder_ / "out.tiff", std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(content.find("images=3\nchannels=3\nhyperstack=true"), std::string::npos);
}

// analytic: revision 11 with its colormap and its other names of formats and depths.
TEST_P(SaveImages, OldRevisionsAreUpgraded) {
  image("DNA", {1, 1}, {.25f});
  std::string old;
  for (const std::string& value :
       std::vector<std::string>{"Image", "DNA",         "None",
                                "None",  "Single name", "DNA",
                                "old",   "4",           "No",
                                "",      "tif",         "Elsewhere...|" + folder_.string(),
                                "16",    "Yes",         "Every cycle",
                                "x",     "gray",        "x",
                                "No",    "No",          "Elsewhere...|/",
                                "No"})
    old += "s:" + value + "\n";
  run("SaveImages", old, 11);
  EXPECT_EQ(saved("old.tiff").as<std::uint16_t>()[0], 16384);
}

/// The settings of revisions 5 to 10.
std::string legacy_lines(int revision, const std::string& folder, const std::string& naming = "Single name",
                         const std::string& name = "old", const std::string& format = "tif") {
  std::string text = "subject:Image\nimage:DNA\n";
  if (revision > 6) text += "objects:Nuclei\n";
  text += "figure:None\nnaming:" + naming + "\nprefix:DNA\nname:" + name + "\n";
  if (revision > 9) text += "digits:6\n";
  text += "wants suffix:No\nsuffix:Do not use\nformat:" + format + "\nfolder:" + folder +
          "\ndepth:16\noverwrite:Yes\nwhen:Every cycle\nrescale:No\n";
  if (revision > 6) text += "gray:Grayscale\n";
  text += "colormap:gray\nupdate:Yes\nsubfolders:No\n";
  if (revision > 7) text += "base:Elsewhere...|/\n";
  return text;
}

// golden: what CellProfiler 2.2.0 and then 4.2.8 make of the settings of revisions 5 to 10.
TEST_P(SaveImages, LegacyRevisionsAreUpgraded) {
  image("DNA", {1, 1}, {.25f});
  for (const int revision : {5, 6, 7, 8, 9, 10}) {
    const std::string name = "old" + std::to_string(revision);
    run("SaveImages", legacy_lines(revision, "Elsewhere...|" + folder_.string(), "Single name", name),
        revision);
    EXPECT_EQ(saved(name + ".tiff").as<std::uint16_t>()[0], 16384) << revision;
    EXPECT_EQ(state().measurements.objects["Image"]["FileName_DNA"].texts,
              std::vector<std::string>{name + ".tiff"});
  }
  run("SaveImages", legacy_lines(9, "Elsewhere...|" + folder_.string(), "Sequential numbers", "digits"), 9);
  saved("digits0001.tiff");
  run("SaveImages", legacy_lines(10, "Elsewhere...|" + folder_.string(), "Sequential numbers", "digits"), 10);
  saved("digits000001.tiff");
}

// analytic: revision 5 had methods of their own for names with metadata, and paths that said where they
// begin.
TEST_P(SaveImages, LegacyNamesAndFolders) {
  image("DNA", {1, 1}, {.25f});
  text("FileName_DNA", "plate.tif");
  measurement("Image", "Metadata_Well", {});
  text("Metadata_Well", "A01");
  folder(folder_.string());
  run("SaveImages", legacy_lines(5, "Custom with metadata|./below", "Name with metadata", "\\g<Well>"), 5);
  saved("below/A01.tiff");
  text("FileName_DNA", "plate.tif");  // the name of the file above was recorded
  run("SaveImages",
      legacy_lines(5, "Custom|" + folder_.string(), "Image filename with metadata", "_\\g<Well>"), 5);
  saved("plate_A01.tiff");
}

// edge: what is not saved any more.
TEST_P(SaveImages, LegacySubjectsAndFormatsThatAreGone) {
  image("DNA", {1, 1}, {.25f});
  load("SaveImages", legacy_lines(10, "Default Output Folder|", "Single name", "old", "mat"), 10);
  EXPECT_NE(faults().find("the file format 'mat' is not supported any more"), std::string::npos) << faults();
  std::string objects = legacy_lines(7, "Default Output Folder|");
  objects.replace(objects.find("subject:Image"), 13, "subject:Objects");
  load("SaveImages", objects, 7);
  EXPECT_NE(faults().find("use ConvertObjectsToImage"), std::string::npos) << faults();
  load("SaveImages", objects, 4);
  EXPECT_NE(faults().find("revision 4"), std::string::npos) << faults();
  load("SaveImages", "subject:Image\nimage:DNA", 5);
  EXPECT_NE(faults().find("too few settings"), std::string::npos) << faults();
}

}  // namespace
}  // namespace cellerate
