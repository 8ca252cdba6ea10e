/// Pipelines written in each format and read again.
// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/pipeline_test.hpp"

namespace cellerate {
namespace {

namespace fs = std::filesystem;
using test::expect_same_content;

constexpr PipelineFormat kFormats[] = {PipelineFormat::Text, PipelineFormat::Json, PipelineFormat::Project};
constexpr const char* kFormatNames[] = {"text", "JSON", "project"};

Pipeline convert(const Pipeline& pipeline, PipelineFormat format, const test::TemporaryFolder& folder) {
  const fs::path file = folder / "converted";
  write_pipeline(pipeline, format, file);
  return read_pipeline(file);
}

void expect_every_format_keeps(const Pipeline& pipeline) {
  const test::TemporaryFolder folder;
  for (const PipelineFormat first : kFormats) {
    SCOPED_TRACE(kFormatNames[static_cast<int>(first)]);
    const Pipeline converted = convert(pipeline, first, folder);
    expect_same_content(pipeline, converted);
    EXPECT_TRUE(converted.warnings.empty());
    for (const PipelineFormat second : kFormats) {
      SCOPED_TRACE(kFormatNames[static_cast<int>(second)]);
      expect_same_content(pipeline, convert(converted, second, folder));
    }
  }
}

/// Everything that one format or another has no plain place for.
Pipeline awkward_pipeline() {
  ModuleEntry first;
  first.name = "Images";
  first.path = "cellprofiler_core.modules.images.Images";
  first.number = 1;
  first.revision = 2;
  first.show_window = true;
  first.notes = {"it's a \"note\"", "bar | and ]| brackets [", "line\nbreak \\ é \u2028", ""};
  first.batch_state = "array(b'', dtype='|S1')";
  first.settings = {{"", "", "a.PathListDisplay"}, {"Filter images?", "Images only", "a.Choice"}};
  ModuleEntry second;
  second.name = "NoSuchModule";
  second.number = 2;
  second.revision = 7;
  second.enabled = false;
  second.wants_pause = true;
  second.svn_version = "12'34";
  second.settings = {{"Channel number:", "3"},     {"  blanks first", " blanks around "},
                     {"Script", "a();\nb();\r\n"}, {"Pattern", "[\\\\/]\\x41"},
                     {"Path", "C:\\Users\\x"},     {"Text", "µm 細胞 \u3000"},
                     {"Quotes", "'\"|[]"},         {"", ":"},
                     {"Unicode", "\U0001F52C"}};
  Pipeline pipeline;
  pipeline.date_revision = "20140124162645";
  pipeline.git_hash = "8d03a9e";
  pipeline.other_headers = {{"SVNRevision", "10997"}, {"MessageForUser", "|Drag the folder\\nhere"}};
  pipeline.modules = {first, second};
  pipeline.file_list = {"file:/data/b.tif", "file:///C:/data/a%20b.tif", "file:/data/b.tif"};
  return pipeline;
}

TEST(Conversion, KeepsEverythingInEveryFormat) {
  expect_every_format_keeps(awkward_pipeline());
}  // invariant

TEST(Conversion, KeepsPipelineWithoutModules) { expect_every_format_keeps(Pipeline{}); }  // edge

TEST(Conversion, KeepsNumbersThatJsonHasNoNumberFor) {  // edge
  for (const char* revision : {"", "0", "007", "4.2.8", "123456789012345678901234567890"}) {
    Pipeline pipeline;
    pipeline.date_revision = revision;
    expect_every_format_keeps(pipeline);
  }
}

TEST(Conversion, ProjectsOfEqualPipelinesAreEqual) {  // invariant
  const test::TemporaryFolder folder;
  write_pipeline(awkward_pipeline(), PipelineFormat::Project, folder / "a");
  write_pipeline(awkward_pipeline(), PipelineFormat::Project, folder / "b");
  EXPECT_EQ(test::read_file(folder / "a"), test::read_file(folder / "b"));
}

TEST(Conversion, LeavesTheOldFileWhereItCannotWrite) {  // edge
  const test::TemporaryFolder folder;
  test::write_file(folder / "kept.cppipe", "old");
  Pipeline pipeline;
  pipeline.modules.resize(1);
  pipeline.modules[0].name = "two\nlines";
  EXPECT_THROW(write_pipeline(pipeline, PipelineFormat::Text, folder / "kept.cppipe"), PipelineError);
  EXPECT_THROW(write_pipeline(pipeline, PipelineFormat::Project, folder / "kept.cppipe"), PipelineError);
  EXPECT_EQ(test::read_file(folder / "kept.cppipe"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
  EXPECT_THROW(write_pipeline(Pipeline{}, PipelineFormat::Text, folder / "none" / "a.cppipe"), PipelineError);
}

TEST(Conversion, TellsFormatsByEnding) {  // analytic
  EXPECT_EQ(format_of("a.b.cppipe"), PipelineFormat::Text);
  EXPECT_EQ(format_of("A.CP"), PipelineFormat::Text);
  EXPECT_EQ(format_of("a.json"), PipelineFormat::Json);
  EXPECT_EQ(format_of("dir.json/a.cpproj"), PipelineFormat::Project);
  EXPECT_THROW(format_of("a.tif"), PipelineError);
  EXPECT_THROW(format_of("cppipe"), PipelineError);
}

/// Every pipeline file of the reference data, which is not part of the sources.
TEST(Conversion, KeepsEveryReferencePipeline) {  // invariant
  const char* folder = std::getenv("CELLERATE_REFERENCE_DATA");
  if (!folder) GTEST_SKIP() << "CELLERATE_REFERENCE_DATA names no folder with corpus/ and formats/";
  int files = 0;
  for (const char* part : {"corpus", "formats"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(folder) / part)) {
      const std::string ending = entry.path().extension().string();
      // The list of the files, and a template whose ModuleCount is "X".
      if (!entry.is_regular_file() || ending == ".tsv" || ending == ".template") continue;
      SCOPED_TRACE(entry.path().string());
      Pipeline pipeline;
      ASSERT_NO_THROW(pipeline = read_pipeline(entry.path()));
      EXPECT_FALSE(pipeline.modules.empty());
      expect_every_format_keeps(pipeline);
      ++files;
    }
  }
  EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace cellerate
