/// Writes the JSON format v6, as CellProfiler 4 does, and under a key of its own what the format has no place
/// for.
///
/// Source: cellprofiler_core 4.2.8 pipeline/io/_v6.py and Module.to_dict.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/json_writer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipelines/json_format.hpp"

namespace cellerate {
namespace {

using Json = nlohmann::ordered_json;

/// Whether a number of JSON can hold the text: digits that no conversion changes.
bool is_plain_number(const std::string& text) {
  constexpr std::size_t kMostDigits = 18;
  return !text.empty() && text.size() <= kMostDigits && (text == "0" || text[0] != '0') &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Json module_json(const ModuleEntry& module) {
  Json settings = Json::array();
  for (const SettingLine& setting : module.settings)
    settings.push_back({{"name", setting.type}, {"text", setting.text}, {"value", setting.value}});
  const Json attributes = {{"module_num", module.number},
                           {"notes", module.notes},
                           {"show_window", module.show_window},
                           {"wants_pause", module.wants_pause},
                           {"svn_version", module.svn_version},
                           {"enabled", module.enabled},
                           {"variable_revision_number", module.revision},
                           {"batch_state", module.batch_state},
                           {"module_name", module.name},
                           {"module_path", module.path}};
  return {{"attributes", attributes}, {"settings", settings}};
}

Json extras(const Pipeline& pipeline) {
  Json object = Json::object();
  if (!is_plain_number(pipeline.date_revision)) object[kDateRevisionExtra] = pipeline.date_revision;
  if (!pipeline.git_hash.empty()) object[kGitHashExtra] = pipeline.git_hash;
  for (const auto& [key, value] : pipeline.other_headers)
    object[kHeadersExtra].push_back(Json::array({key, value}));
  return object;
}

Json file_list(const Pipeline& pipeline) {
  const std::string count = std::to_string(pipeline.file_list.size());
  return {{"version", "\"Version\":\"1\",\"PlaneCount\":\"" + count + '"'}, {"urls", pipeline.file_list}};
}

}  // namespace

std::string write_json(const Pipeline& pipeline) {
  Json modules = Json::array();
  for (const ModuleEntry& module : pipeline.modules) modules.push_back(module_json(module));
  Json file = {
      {"has_image_plane_details", !pipeline.file_list.empty()},
      // CellProfiler refuses a file without; it compares the number with its own, for a warning.
      {"date_revision", is_plain_number(pipeline.date_revision) ? std::stoll(pipeline.date_revision) : 0},
      {"module_count", pipeline.modules.size()},
      {"modules", std::move(modules)},
      {"version", "v6"}};
  if (!pipeline.file_list.empty()) file["file_list"] = file_list(pipeline);
  if (Json object = extras(pipeline); !object.empty()) file[kExtrasKey] = std::move(object);
  try {
    return file.dump(4, ' ', true) + '\n';
  } catch (const Json::exception& error) {
    throw PipelineError(std::string("this pipeline cannot be written as JSON: ") + error.what());
  }
}

}  // namespace cellerate
