/// Reads the JSON format v6.
///
/// Source: cellprofiler_core 4.2.8 pipeline/io/_v6.py and Module.to_dict; notes, batch state and the file
/// list, which CellProfiler writes but does not read back, are read.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/json_reader.hpp"

#include "pipelines/json_format.hpp"
#include "pipelines/module_line.hpp"
#include "pipelines/shallow_json.hpp"

namespace cellerate {
namespace {

using nlohmann::json;

/// The member of that name; `parent` tells a reader of the message where it is missing.
const json& member(const json& object, const char* name, const std::string& parent) {
  if (!object.is_object() || !object.contains(name))
    throw std::invalid_argument(parent + " has no \"" + name + '"');
  return object[name];
}

std::string text_of(const json& value, const std::string& what) {
  if (!value.is_string()) throw std::invalid_argument(what + " is not a text");
  return value.get<std::string>();
}

int integer_of(const json& value, const std::string& what) {
  if (!value.is_number_integer() || value < 0 || value > 1'000'000'000)
    throw std::invalid_argument(what + " is not a sensible number");
  return value.get<int>();
}

const json& list_of(const json& value, const std::string& what) {
  if (!value.is_array()) throw std::invalid_argument(what + " is not a list");
  return value;
}

std::vector<std::string> texts_of(const json& value, const std::string& what) {
  std::vector<std::string> texts;
  for (const json& text : list_of(value, what)) texts.push_back(text_of(text, what));
  return texts;
}

/// A text that files of early CellProfiler 4 may lack.
std::string text_or(const json& object, const char* name, const std::string& otherwise) {
  return object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : otherwise;
}

bool boolean_or(const json& object, const char* name, bool otherwise) {
  return object.contains(name) && object[name].is_boolean() ? object[name].get<bool>() : otherwise;
}

SettingLine read_setting(const json& setting, const std::string& module) {
  return {text_or(setting, "text", ""),
          text_of(member(setting, "value", "a setting of " + module), "a setting of " + module),
          text_or(setting, "name", "")};
}

ModuleEntry read_module(const json& entry, int number) {
  const std::string place = "module " + std::to_string(number);
  const json& attributes = member(entry, "attributes", place);
  ModuleEntry module;
  module.number = number;
  const std::string name = text_of(member(attributes, "module_name", place), "the name of " + place);
  module.name = name.substr(name.rfind('.') + 1);
  module.path = text_or(attributes, "module_path", "");
  module.revision =
      integer_of(member(attributes, "variable_revision_number", place), "the revision of " + place);
  module.enabled = boolean_or(attributes, "enabled", true);
  module.show_window = boolean_or(attributes, "show_window", false);
  module.wants_pause = boolean_or(attributes, "wants_pause", false);
  module.svn_version = text_or(attributes, "svn_version", module.svn_version);
  module.batch_state = in_one_line(text_or(attributes, "batch_state", ""));
  // Some files of early CellProfiler 4 have a number in place of the notes.
  if (attributes.contains("notes") && attributes["notes"].is_array())
    module.notes = texts_of(attributes["notes"], "a note of " + place);
  for (const json& setting : list_of(member(entry, "settings", place), "the settings of " + place))
    module.settings.push_back(read_setting(setting, place));
  return module;
}

void read_extras(const json& extras, Pipeline& pipeline) {
  pipeline.date_revision = text_or(extras, kDateRevisionExtra, pipeline.date_revision);
  pipeline.git_hash = text_or(extras, kGitHashExtra, "");
  if (!extras.contains(kHeadersExtra)) return;
  for (const json& header : list_of(extras[kHeadersExtra], "headers")) {
    if (list_of(header, "a header").size() != 2) throw std::invalid_argument("a header is not a pair");
    pipeline.other_headers.emplace_back(text_of(header[0], "a header"), text_of(header[1], "a header"));
  }
}

Pipeline read(std::string_view text) {
  const json file = parse_shallow_json(text);
  if (text_of(member(file, "version", "the file"), "the version") != "v6")
    throw std::invalid_argument("format version " + file["version"].dump() +
                                " is unknown: \"v6\" can be read");
  Pipeline pipeline;
  if (file.contains("date_revision") && file["date_revision"].is_number_integer())
    pipeline.date_revision = file["date_revision"].dump();
  int number = 0;
  for (const json& entry : list_of(member(file, "modules", "the file"), "modules"))
    pipeline.modules.push_back(read_module(entry, ++number));
  if (file.contains("file_list"))
    pipeline.file_list = texts_of(member(file["file_list"], "urls", "the file list"), "the file list");
  if (file.contains(kExtrasKey) && file[kExtrasKey].is_object()) read_extras(file[kExtrasKey], pipeline);
  return pipeline;
}

}  // namespace

Pipeline read_json(std::string_view text, const std::string& origin) {
  try {
    return read(text);
  } catch (const std::invalid_argument& error) {
    throw PipelineError(origin + ": " + error.what());
  }
}

}  // namespace cellerate
