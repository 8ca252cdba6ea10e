/// cellerate.h: the library's version, and what it says of a pipeline.
// SPDX-License-Identifier: BSD-3-Clause
#include <set>

#include "tests/host/host_test.hpp"

namespace cellerate::test {
namespace {

// analytic
TEST(HostLibrary, SaysItsVersions) {
  std::int32_t major = 0, minor = -1;
  cel_abi_version(&major, &minor);
  EXPECT_EQ(major, CEL_HOST_ABI_MAJOR);
  EXPECT_EQ(minor, CEL_HOST_ABI_MINOR);
  EXPECT_STRNE(cel_version(), "");
}

// analytic: the same pipeline of a file and of its bytes.
TEST(HostPipeline, IsReadFromFileAndMemory) {
  cel_pipeline* handle = nullptr;
  ASSERT_EQ(cel_pipeline_open(kCells.c_str(), nullptr, &handle), CEL_OK) << cel_last_error();
  const PipelineHandle from_file(handle), from_memory = parse(read_file(kCells));
  EXPECT_EQ(cel_pipeline_module_count(from_file.get()), 12u);
  EXPECT_EQ(cel_pipeline_column_count(from_file.get()), cel_pipeline_column_count(from_memory.get()));
  EXPECT_EQ(cel_pipeline_fault_count(from_file.get()), 0u);
}

// analytic: a project (HDF5) has the same pipeline, also from memory.
TEST(HostPipeline, IsReadFromTheBytesOfAProject) {
  const PipelineHandle project = parse(read_file(std::filesystem::path(kCells).replace_extension(".cpproj")));
  EXPECT_EQ(cel_pipeline_module_count(project.get()), 12u);
}

// analytic
TEST(HostPipeline, ListsItsChannels) {
  const PipelineHandle pipeline = parse(pipeline_text(kMeasureShape));
  std::set<std::string> names;
  auto channel = sized<cel_channel_info>();
  for (std::uint64_t i = 0; cel_pipeline_channel(pipeline.get(), i, &channel) == CEL_OK; ++i) {
    EXPECT_EQ(channel.kind, CEL_NAME_IMAGE);
    EXPECT_EQ(channel.module_number, 3);
    names.insert(channel.name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"DNA", "PH3", "RNA"}));
  EXPECT_EQ(cel_pipeline_channel_count(pipeline.get()), 3u);
}

// analytic
TEST(HostPipeline, ListsModulesAndSettings) {
  const PipelineHandle pipeline = parse(pipeline_text(kMeasureShape));
  auto module = sized<cel_module_info>();
  ASSERT_EQ(cel_pipeline_module(pipeline.get(), kIdentifyPrimary - 1, &module), CEL_OK);
  EXPECT_STREQ(module.name, "IdentifyPrimaryObjects");
  EXPECT_EQ(module.number, kIdentifyPrimary);
  EXPECT_EQ(module.revision, 15);
  EXPECT_EQ(module.enabled, 1);
  auto setting = sized<cel_setting_info>();
  ASSERT_EQ(cel_pipeline_setting(pipeline.get(), kIdentifyPrimary, 2, &setting), CEL_OK);
  EXPECT_STREQ(setting.text, "Typical diameter of objects, in pixel units (Min,Max)");
  EXPECT_STREQ(setting.value, "8,40");
  EXPECT_EQ(setting.kind, CEL_SETTING_RANGE);
  ASSERT_EQ(cel_pipeline_setting(pipeline.get(), kIdentifyPrimary, 3, &setting), CEL_OK);
  EXPECT_STREQ(setting.choices, "Yes\nNo");
  EXPECT_EQ(cel_pipeline_setting(pipeline.get(), kIdentifyPrimary, module.setting_count, &setting),
            CEL_ABSENT);
}

// analytic
TEST(HostPipeline, ListsObjectSetsAndColumns) {
  const PipelineHandle pipeline = parse(pipeline_text(kMeasureShape));
  std::vector<std::string> objects;
  auto object_set = sized<cel_object_set_info>();
  for (std::uint64_t i = 0; cel_pipeline_object_set(pipeline.get(), i, &object_set) == CEL_OK; ++i)
    objects.push_back(object_set.name);
  EXPECT_EQ(objects, (std::vector<std::string>{"Nuclei", "Cells", "Cytoplasm"}));
  std::set<std::string> columns;
  auto column = sized<cel_column_info>();
  for (std::uint64_t i = 0; cel_pipeline_column(pipeline.get(), i, &column) == CEL_OK; ++i)
    columns.insert(std::string(column.object) + "." + column.feature);
  EXPECT_TRUE(columns.contains("Nuclei.AreaShape_Area"));
  EXPECT_TRUE(columns.contains("Image.Count_Cells"));
}

// edge: all faults at once, and no session.
TEST(HostPipeline, TellsEveryFault) {
  std::string text = pipeline_text(kMeasureShape);
  text.replace(text.find(":8,40"), 5, ":40,8");
  text.replace(text.find("MeasureObjectSizeShape:["), 22, "MeasureObjectNothing__");
  const PipelineHandle pipeline = parse(text, CEL_FAULTY);
  ASSERT_EQ(cel_pipeline_fault_count(pipeline.get()), 2u);
  auto fault = sized<cel_fault_info>();
  ASSERT_EQ(cel_pipeline_fault(pipeline.get(), 0, &fault), CEL_OK);
  EXPECT_EQ(fault.module_number, kIdentifyPrimary);
  EXPECT_STREQ(fault.setting, "Typical diameter of objects, in pixel units (Min,Max)");
  EXPECT_STREQ(fault.message, "'40,8': the first must be the smaller");
  ASSERT_EQ(cel_pipeline_fault(pipeline.get(), 1, &fault), CEL_OK);
  EXPECT_STREQ(fault.module, "MeasureObjectNothing__");
  cel_session* session = nullptr;
  EXPECT_EQ(cel_session_open(pipeline.get(), nullptr, &session), CEL_FAULTY);
  EXPECT_EQ(session, nullptr);
  EXPECT_NE(std::string(cel_last_error()).find("#9 MeasureObjectNothing__"), std::string::npos);
}

// analytic: without its table, LoadData gives the images that the modules need.
TEST(HostPipeline, LoadDataNeedsNoTable) {
  const PipelineHandle pipeline = parse(load_data_text());
  std::set<std::string> names;
  auto channel = sized<cel_channel_info>();
  for (std::uint64_t i = 0; cel_pipeline_channel(pipeline.get(), i, &channel) == CEL_OK; ++i)
    names.insert(channel.name);
  EXPECT_EQ(names, (std::set<std::string>{"DNA", "PH3", "RNA"}));
}

// edge
TEST(HostPipeline, RefusesWhatIsNone) {
  cel_pipeline* pipeline = nullptr;
  EXPECT_EQ(cel_pipeline_open("/nowhere/at/all.cppipe", nullptr, &pipeline), CEL_UNREADABLE);
  EXPECT_STREQ(cel_last_error(), "/nowhere/at/all.cppipe: there is no such file");
  EXPECT_EQ(cel_pipeline_parse("nothing", 7, "scribble", nullptr, &pipeline), CEL_UNREADABLE);
  EXPECT_EQ(std::string(cel_last_error()).substr(0, 10), "scribble: ");
  EXPECT_EQ(cel_pipeline_open(nullptr, nullptr, &pipeline), CEL_INVALID);
  EXPECT_STREQ(cel_last_error(), "file is null");
  EXPECT_EQ(cel_pipeline_parse(nullptr, 7, nullptr, nullptr, &pipeline), CEL_INVALID);
  EXPECT_EQ(cel_pipeline_open(kCells.c_str(), nullptr, nullptr), CEL_INVALID);
  EXPECT_STREQ(cel_last_error(), "pipeline is null");
  EXPECT_EQ(pipeline, nullptr);
  EXPECT_EQ(cel_pipeline_fault_count(nullptr), 0u);
  EXPECT_STREQ(cel_last_error(), "pipeline is null");
}

// edge: options of another version.
TEST(HostPipeline, ChecksTheSizeOfItsStructs) {
  cel_pipeline* pipeline = nullptr;
  cel_load_options options{};
  EXPECT_EQ(cel_pipeline_open(kCells.c_str(), &options, &pipeline), CEL_INVALID);
  EXPECT_STREQ(cel_last_error(), "cel_load_options: struct_size is not set");
  struct {
    cel_load_options known;
    void* later;
  } newer{};
  newer.known.struct_size = sizeof newer;
  ASSERT_EQ(cel_pipeline_open(kCells.c_str(), &newer.known, &pipeline), CEL_OK) << cel_last_error();
  const PipelineHandle handle(pipeline);
  newer.later = &newer;
  EXPECT_EQ(cel_pipeline_open(kCells.c_str(), &newer.known, &pipeline), CEL_INVALID);
  cel_module_info module{};
  EXPECT_EQ(cel_pipeline_module(handle.get(), 0, &module), CEL_INVALID);
  module.struct_size = offsetof(cel_module_info, revision);
  EXPECT_EQ(cel_pipeline_module(handle.get(), 0, &module), CEL_OK);
  EXPECT_EQ(module.number, 1);
  EXPECT_EQ(module.revision, 0) << "an older caller has no place for it";
}

// edge: a plugin that is not there.
TEST(HostPipeline, RefusesAPluginThatIsNone) {
  auto options = sized<cel_load_options>();
  options.plugin_path = "/nowhere/plugin.so";
  cel_pipeline* pipeline = nullptr;
  EXPECT_EQ(cel_pipeline_open(kCells.c_str(), &options, &pipeline), CEL_UNREADABLE);
  EXPECT_NE(std::string(cel_last_error()).find("/nowhere/plugin.so"), std::string::npos);
}

}  // namespace
}  // namespace cellerate::test
