/// The JSON format: what it holds, what early files leave out, and damage.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/json_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "pipelines/json_writer.hpp"

namespace cellerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kFile = R"_({
  "has_image_plane_details": true, "date_revision": 428, "module_count": 1, "version": "v6",
  "modules": [{
    "attributes": {"module_num": 9, "notes": ["a", "\u00b5"], "show_window": true, "wants_pause": true,
      "svn_version": "Unknown", "enabled": false, "variable_revision_number": 2,
      "batch_state": "array([], dtype=uint8)", "module_name": "Images",
      "module_path": "cellprofiler_core.modules.images.Images"},
    "settings": [{"name": "a.Choice", "text": "Filter images?", "value": "Images\nonly "}]}],
  "file_list": {"version": "\"Version\":\"1\",\"PlaneCount\":\"1\"", "urls": ["file:/a.tif"]}})_";

Pipeline read(const std::string& text) { return read_json(text, "test.json"); }

/// The error of the file above after a change of its JSON.
template <class Change>
std::string error_after(Change change) {
  nlohmann::json file = nlohmann::json::parse(kFile);
  change(file);
  try {
    read(file.dump());
  } catch (const PipelineError& error) {
    return error.what();
  }
  return "no error";
}

TEST(JsonReader, ReadsEverything) {  // analytic
  const Pipeline pipeline = read(kFile);
  EXPECT_EQ(pipeline.date_revision, "428");
  EXPECT_THAT(pipeline.file_list, ElementsAre("file:/a.tif"));
  const ModuleEntry& module = pipeline.modules.at(0);
  EXPECT_EQ(module.name, "Images");
  EXPECT_EQ(module.path, "cellprofiler_core.modules.images.Images");
  EXPECT_EQ(module.number, 1) << "its place, not what the file says";
  EXPECT_EQ(module.revision, 2);
  EXPECT_FALSE(module.enabled);
  EXPECT_TRUE(module.show_window);
  EXPECT_TRUE(module.wants_pause);
  EXPECT_THAT(module.notes, ElementsAre("a", "µ"));
  EXPECT_EQ(module.batch_state, "array([], dtype=uint8)");
  EXPECT_EQ(module.settings.at(0).text, "Filter images?");
  EXPECT_EQ(module.settings.at(0).value, "Images\nonly ");
  EXPECT_EQ(module.settings.at(0).type, "a.Choice");
}

TEST(JsonReader, WritesTheKeysThatCellProfilerNeeds) {  // analytic
  const auto written = nlohmann::json::parse(write_json(read(kFile)));
  auto expected = nlohmann::json::parse(kFile);
  expected["modules"][0]["attributes"]["module_num"] = 1;
  EXPECT_EQ(written, expected);
}

TEST(JsonReader, TakesFilesOfEarlyVersion4) {  // edge
  nlohmann::json file = nlohmann::json::parse(kFile);
  auto& attributes = file["modules"][0]["attributes"];
  attributes["notes"] = 1;
  for (const char* name : {"batch_state", "svn_version", "enabled", "module_path"}) attributes.erase(name);
  file.erase("file_list");
  const ModuleEntry module = read(file.dump()).modules.at(0);
  EXPECT_TRUE(module.notes.empty());
  EXPECT_TRUE(module.enabled);
  EXPECT_EQ(module.svn_version, "Unknown");
}

TEST(JsonReader, NamesFileAndPlaceOfDamage) {  // edge
  using J = nlohmann::json;
  EXPECT_EQ(error_after([](J& f) { f["version"] = "v7"; }),
            "test.json: format version \"v7\" is unknown: \"v6\" can be read");
  EXPECT_EQ(error_after([](J& f) { f.erase("modules"); }), "test.json: the file has no \"modules\"");
  EXPECT_EQ(error_after([](J& f) { f["modules"] = 3; }), "test.json: modules is not a list");
  EXPECT_EQ(error_after([](J& f) { f["modules"][0] = 3; }), "test.json: module 1 has no \"attributes\"");
  EXPECT_EQ(error_after([](J& f) { f["modules"][0]["settings"][0]["value"] = 3; }),
            "test.json: a setting of module 1 is not a text");
  EXPECT_EQ(error_after([](J& f) { f["modules"][0]["attributes"]["variable_revision_number"] = -1; }),
            "test.json: the revision of module 1 is not a sensible number");
  EXPECT_EQ(error_after([](J& f) { f["file_list"]["urls"][0] = nullptr; }),
            "test.json: the file list is not a text");
  EXPECT_EQ(error_after([](J& f) { f["cellerate"]["headers"] = {1}; }), "test.json: a header is not a list");
}

TEST(JsonReader, RefusesWhatIsNoJson) {  // edge
  for (std::size_t length = 0; length < kFile.size(); ++length)
    EXPECT_THROW(read(kFile.substr(0, length)), PipelineError) << length;
  EXPECT_THROW(read("{\"version\": \"\xFF\"}"), PipelineError);
  try {
    read("{\"a\":" + std::string(100'000, '['));
    FAIL() << "no error";
  } catch (const PipelineError& error) {
    EXPECT_THAT(error.what(), HasSubstr("deeper"));
  }
}

}  // namespace
}  // namespace cellerate
