/// Projects: which of their texts counts, both forms of file lists, and damage.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/cpproj_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipelines/hdf5_guard.hpp"
#include "tests/support/pipeline_test.hpp"

namespace cellerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kText =
    "CellProfiler Pipeline: http://www.cellprofiler.org\nVersion:5\n\n"
    "Module:[module_num:1|variable_revision_number:3]\n    Pattern:[\\\\/]\n";
/// The same as Python 2 stored it.
const std::string kEscapedText =
    "CellProfiler Pipeline: http://www.cellprofiler.org\\nVersion:1\\n\\n"
    "Module:[module_num:1|variable_revision_number:3]\\n    Pattern:\\\\x5B\\\\\\\\\\\\\\\\/\\\\x5D\\n";

Hdf5Id text_type() {
  Hdf5Id type(H5Tcopy(H5T_C_S1), "copy a type");
  H5Tset_size(type, H5T_VARIABLE);
  return type;
}

Hdf5Id group(hid_t parent, const char* name) {
  return Hdf5Id(H5Gcreate2(parent, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), name);
}

void put(hid_t parent, const char* name, hid_t type, const std::vector<hsize_t>& shape, const void* data) {
  const Hdf5Id space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), name);
  const Hdf5Id dataset(H5Dcreate2(parent, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), name);
  H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
}

void put_texts(hid_t parent, const char* name, const std::vector<std::string>& texts) {
  std::vector<const char*> data;
  for (const std::string& text : texts) data.push_back(text.c_str());
  put(parent, name, text_type(), {texts.size()}, data.data());
}

/// A file of one run with those texts, and the index that tells which one counts; `more` may add to the file.
template <class More>
void make_project(const std::filesystem::path& path, const std::vector<std::string>& texts,
                  const std::vector<std::int64_t>& index, More more) {
  const Hdf5Id file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), "make a file");
  const Hdf5Id measurements = group(file, "Measurements");
  const Hdf5Id run = group(measurements, "2020-01-01-00-00-00");
  const Hdf5Id experiment = group(run, "Experiment");
  const Hdf5Id feature = group(experiment, "Pipeline_Pipeline");
  put_texts(feature, "data", texts);
  put(feature, "index", H5T_NATIVE_INT64, {index.size() / 3, 3}, index.data());
  more(file);
}

void make_project(const std::filesystem::path& path, const std::vector<std::string>& texts,
                  const std::vector<std::int64_t>& index) {
  make_project(path, texts, index, [](hid_t) {});
}

std::string error_of(const std::filesystem::path& file) {
  try {
    read_pipeline(file);
  } catch (const PipelineError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ProjectReader, TakesTheTextThatTheIndexTells) {  // analytic
  const test::TemporaryFolder folder;
  make_project(folder / "a", {"stale", kText, "stale"}, {1, 0, 1, 0, 1, 2});
  const Pipeline pipeline = read_pipeline(folder / "a");
  EXPECT_EQ(pipeline.modules.at(0).settings.at(0).value, R"([\\/])");
  EXPECT_EQ(pipeline.modules[0].line, 0);
}

TEST(ProjectReader, UndoesTheEscapesOfPython2) {  // analytic
  const test::TemporaryFolder folder;
  make_project(folder / "a", {kEscapedText}, {0, 0, 1});
  EXPECT_EQ(read_pipeline(folder / "a").modules.at(0).settings.at(0).value, R"([\\/])");
}

TEST(ProjectReader, ReadsFileListsOfVersion5) {  // analytic
  const test::TemporaryFolder folder;
  make_project(folder / "a", {kText}, {0, 0, 1}, [](hid_t file) {
    const Hdf5Id lists = group(file, "FileList");
    const Hdf5Id list = group(lists, "Default");
    put_texts(group(list, ":root:"), ":filelist:", {"bare.tif"});
    const Hdf5Id scheme = group(list, "file:");
    const Hdf5Id data = group(scheme, "data");
    put_texts(data, ":filelist:", {"a.tif", "b.tif"});
    put_texts(data, ":seriesnames:", {"", ""});
    const Hdf5Id host = group(group(list, "https:"), "host");
    put_texts(host, ":filelist:", {"c.tif"});
  });
  EXPECT_THAT(read_pipeline(folder / "a").file_list,
              ElementsAre("bare.tif", "file:///data/a.tif", "file:///data/b.tif", "https://host/c.tif"));
}

TEST(ProjectReader, KeepsFileListsOfVersion4) {  // invariant
  const test::TemporaryFolder folder;
  Pipeline pipeline;
  pipeline.file_list = {"file:/data/a.tif",         "file:/data/metadata/b (1).tif",
                        "file:///C:/data/c%20.tif", "file:///D:/index/x.tif",
                        "http://host/d.tif",        "omero:iid=1"};
  const auto check = [&] {
    write_pipeline(pipeline, PipelineFormat::Project, folder / "a");
    EXPECT_EQ(read_pipeline(folder / "a").file_list, pipeline.file_list);
  };
  check();
  std::ranges::reverse(pipeline.file_list);
  check();
  pipeline.file_list = {"/no/scheme.tif", "file:", "file:///é.tif"};
  check();
}

TEST(ProjectReader, RefusesWhatLiesOutsideOfTheFile) {  // edge
  const test::TemporaryFolder folder;
  make_project(folder / "target", {kText}, {0, 0, 1});
  {
    const Hdf5Id file(H5Fcreate((folder / "a").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                      "make a file");
    H5Lcreate_external((folder / "target").c_str(), "/Measurements", file, "Measurements", H5P_DEFAULT,
                       H5P_DEFAULT);
  }
  EXPECT_THAT(error_of(folder / "a"), HasSubstr("\"Measurements\" is a link to elsewhere"));
  make_project(folder / "b", {kText}, {0, 0, 1}, [](hid_t file) {
    const Hdf5Id lists = group(file, "FileList");
    const Hdf5Id list = group(lists, "Default");
    const Hdf5Id circle = group(list, "file:");
    H5Lcreate_hard(circle, ".", circle, "again", H5P_DEFAULT, H5P_DEFAULT);
  });
  EXPECT_THAT(error_of(folder / "b"), HasSubstr("the file list has no end"));
}

TEST(ProjectReader, NamesTheFileAndTheDamage) {  // edge
  const test::TemporaryFolder folder;
  make_project(folder / "a", {kText}, {0, 0, 0});
  EXPECT_EQ(error_of(folder / "a"),
            (folder / "a").string() + ": damaged project: Pipeline_Pipeline has no value");
  make_project(folder / "a", {kText}, {0, 7, 8});
  EXPECT_THAT(error_of(folder / "a"), HasSubstr("an index points beyond its data"));
  make_project(folder / "a", {"no pipeline"}, {0, 0, 1});
  EXPECT_THAT(error_of(folder / "a"), HasSubstr("no CellProfiler pipeline"));
  test::write_file(folder / "a", "\x89HDF\r\n\x1A\n and no more");
  EXPECT_THAT(error_of(folder / "a"), HasSubstr("cannot open it as HDF5 file"));
}

/// Any damage is an error or harmless; neither a crash nor a message of HDF5 itself on the console.
TEST(ProjectReader, SurvivesDamagedBytes) {  // edge
  const test::TemporaryFolder folder;
  Pipeline pipeline;
  pipeline.file_list = {"file:/data/a.tif"};
  write_pipeline(pipeline, PipelineFormat::Project, folder / "whole");
  const std::string bytes = test::read_file(folder / "whole");
  testing::internal::CaptureStderr();
  for (std::size_t length = 0; length < bytes.size(); length += 509) {
    test::write_file(folder / "cut", bytes.substr(0, length));
    EXPECT_NE(error_of(folder / "cut"), "no error") << length;
  }
  for (std::size_t place = 8; place < bytes.size(); place += 331) {
    std::string damaged = bytes;
    damaged[place] = static_cast<char>(~damaged[place]);
    test::write_file(folder / "damaged", damaged);
    error_of(folder / "damaged");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(ReadPipeline, RefusesOtherFiles) {  // edge
  const test::TemporaryFolder folder;
  test::write_file(folder / "empty", "");
  EXPECT_THAT(error_of(folder / "empty"),
              HasSubstr("neither a pipeline text nor JSON nor a CellProfiler project"));
  test::write_file(folder / "garbage", std::string("II*\0\x10\xFF\xFE garbage", 16));
  EXPECT_THAT(error_of(folder / "garbage"), HasSubstr("neither"));
  EXPECT_THAT(error_of(folder / "none"), HasSubstr("there is no such file"));
  EXPECT_THAT(error_of(folder.path()), HasSubstr("there is no such file"));
}

TEST(ReadPipeline, TellsFormatsByContent) {  // analytic
  const test::TemporaryFolder folder;
  test::write_file(folder / "text.json", "\xEF\xBB\xBF" + kText);
  EXPECT_EQ(read_pipeline(folder / "text.json").modules.size(), 1u);
  test::write_file(folder / "json.cppipe", "\n {\"version\": \"v6\", \"modules\": []}");
  EXPECT_TRUE(read_pipeline(folder / "json.cppipe").modules.empty());
}

}  // namespace
}  // namespace cellerate
