/// cellerate.h: the library, and pipelines.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/cellerate.h>

#include <filesystem>

#include "pipelines/host/api_guard.hpp"
#include "pipelines/host/pipeline_handle.hpp"
#include "pipelines/known_modules.hpp"

namespace cellerate {
namespace {

namespace fs = std::filesystem;

std::string absolute_text(const fs::path& path) { return fs::weakly_canonical(fs::absolute(path)).string(); }

LogFunction log_function(const cel_load_options& options) {
  if (!options.log) return [](std::int32_t, const std::string&) {};
  return [log = options.log, user = options.log_user](std::int32_t level, const std::string& message) {
    log(user, level, message.c_str());
  };
}

PipelineFacts facts_of(const cel_load_options& options, const fs::path& pipeline_folder) {
  PipelineFacts facts;
  const std::string folder = absolute_text(pipeline_folder);
  facts.folders[CEL_FOLDER_PIPELINE] = folder;
  facts.folders[CEL_FOLDER_INPUT] = options.input_folder ? absolute_text(options.input_folder) : folder;
  facts.folders[CEL_FOLDER_OUTPUT] =
      absolute_text(options.output_folder ? fs::path(options.output_folder) : fs::current_path());
  if (options.data_file) facts.options["data-file"] = absolute_text(options.data_file);
  return facts;
}

/// @param read what gives the pipeline of the file
template <class Read>
cel_status make_pipeline(const cel_load_options* given, const fs::path& folder, const Read& read,
                         cel_pipeline** pipeline) {
  return guarded([&]() -> cel_status {
    required(pipeline, "pipeline") = nullptr;
    const cel_load_options options = given ? read_versioned(*given, "cel_load_options") : cel_load_options{};
    const auto plugins = split_paths(options.plugin_path ? options.plugin_path : "");
    auto handle = std::make_unique<cel_pipeline>(
        PipelineSource{read(), std::make_shared<const ModuleLibrary>(known_modules(plugins)),
                       facts_of(options, folder), log_function(options)});
    *pipeline = handle.release();
    const auto& faults = (*pipeline)->checked.loaded().faults();
    if (faults.empty()) return CEL_OK;
    set_last_error(faults.front().text() +
                   (faults.size() > 1 ? ", and " + std::to_string(faults.size() - 1) + " more" : ""));
    return CEL_FAULTY;
  });
}

const std::vector<Fault>& faults_of(const cel_pipeline& pipeline) {
  return pipeline.checked.loaded().faults();
}
const std::vector<DeclaredColumn>& columns_of(const cel_pipeline& pipeline) {
  return pipeline.checked.loaded().facts().columns;
}

/// Entry `index` of a list. @throws ApiError CEL_ABSENT
template <class T>
const T& entry(const std::vector<T>& list, std::uint64_t index, const char* what) {
  if (index >= list.size())
    throw ApiError(CEL_ABSENT, "there is no " + std::string(what) + " " + std::to_string(index) + ", only " +
                                   std::to_string(list.size()));
  return list[index];
}

template <class List>
std::uint64_t count_of(const cel_pipeline* pipeline, const List& list) {
  std::uint64_t count = 0;
  guarded([&] { count = list(required(pipeline, "pipeline")).size(); });
  return count;
}

}  // namespace
}  // namespace cellerate

using namespace cellerate;

void cel_abi_version(int32_t* major, int32_t* minor) {
  if (major) *major = CEL_HOST_ABI_MAJOR;
  if (minor) *minor = CEL_HOST_ABI_MINOR;
}

const char* cel_version(void) { return CELLERATE_VERSION; }

const char* cel_last_error(void) { return last_error(); }

cel_status cel_pipeline_open(const char* file, const cel_load_options* options, cel_pipeline** pipeline) {
  const fs::path path = file ? file : "";
  return make_pipeline(
      options, path.parent_path().empty() ? "." : path.parent_path(),
      [&] {
        required(file, "file");
        return read_pipeline(path);
      },
      pipeline);
}

cel_status cel_pipeline_parse(const void* bytes, uint64_t size, const char* name,
                              const cel_load_options* options, cel_pipeline** pipeline) {
  return make_pipeline(
      options, ".",
      [&] {
        return parse_pipeline({static_cast<const char*>(&required(static_cast<const char*>(bytes), "bytes")),
                               static_cast<std::size_t>(size)},
                              name ? name : "pipeline");
      },
      pipeline);
}

void cel_pipeline_close(cel_pipeline* pipeline) { delete pipeline; }

uint64_t cel_pipeline_fault_count(const cel_pipeline* pipeline) { return count_of(pipeline, faults_of); }

cel_status cel_pipeline_fault(const cel_pipeline* pipeline, uint64_t index, cel_fault_info* fault) {
  return guarded([&] {
    const Fault& from = entry(faults_of(required(pipeline, "pipeline")), index, "fault");
    write_versioned(fault,
                    {.module_number = from.module_number,
                     .module = from.module.c_str(),
                     .setting = from.setting.c_str(),
                     .message = from.message.c_str()},
                    "cel_fault_info");
  });
}

uint64_t cel_pipeline_channel_count(const cel_pipeline* pipeline) {
  return count_of(
      pipeline, [](const cel_pipeline& of) -> auto& { return of.checked.channels(); });
}

cel_status cel_pipeline_channel(const cel_pipeline* pipeline, uint64_t index, cel_channel_info* channel) {
  return guarded([&] {
    const ChannelInfo& from = entry(required(pipeline, "pipeline").checked.channels(), index, "channel");
    write_versioned(channel,
                    {.kind = from.kind, .name = from.name.c_str(), .module_number = from.module_number},
                    "cel_channel_info");
  });
}

uint64_t cel_pipeline_module_count(const cel_pipeline* pipeline) {
  return count_of(
      pipeline, [](const cel_pipeline& of) -> auto& { return of.source.file.modules; });
}

cel_status cel_pipeline_module(const cel_pipeline* pipeline, uint64_t index, cel_module_info* module) {
  return guarded([&] {
    const ModuleEntry& from = entry(required(pipeline, "pipeline").source.file.modules, index, "module");
    write_versioned(module,
                    {.number = from.number,
                     .revision = from.revision,
                     .enabled = from.enabled,
                     .name = from.name.c_str(),
                     .setting_count = from.settings.size()},
                    "cel_module_info");
  });
}

cel_status cel_pipeline_setting(const cel_pipeline* pipeline, int32_t module_number, uint64_t index,
                                cel_setting_info* setting) {
  return guarded([&] {
    const auto& modules = required(pipeline, "pipeline").source.file.modules;
    if (module_number < 1) throw ApiError(CEL_ABSENT, "modules are numbered from 1");
    const ModuleEntry& module = entry(modules, static_cast<std::uint64_t>(module_number) - 1, "module");
    const SettingLine& line = entry(module.settings, index, "setting");
    const cel_pipeline::SettingKind* kind = pipeline->kind_of(module.name, line.text);
    write_versioned(setting,
                    {.kind = kind ? kind->kind : CEL_SETTING_TEXT,
                     .text = line.text.c_str(),
                     .value = line.value.c_str(),
                     .choices = kind ? kind->choices.c_str() : ""},
                    "cel_setting_info");
  });
}

uint64_t cel_pipeline_object_set_count(const cel_pipeline* pipeline) {
  return count_of(
      pipeline, [](const cel_pipeline& of) -> auto& { return of.object_sets; });
}

cel_status cel_pipeline_object_set(const cel_pipeline* pipeline, uint64_t index,
                                   cel_object_set_info* object_set) {
  return guarded([&] {
    const MadeName& from = entry(required(pipeline, "pipeline").object_sets, index, "object set");
    write_versioned(object_set, {.module_number = from.module_number, .name = from.name.c_str()},
                    "cel_object_set_info");
  });
}

uint64_t cel_pipeline_column_count(const cel_pipeline* pipeline) { return count_of(pipeline, columns_of); }

cel_status cel_pipeline_column(const cel_pipeline* pipeline, uint64_t index, cel_column_info* column) {
  return guarded([&] {
    const DeclaredColumn& from = entry(columns_of(required(pipeline, "pipeline")), index, "column");
    write_versioned(column,
                    {.type = from.type,
                     .object = from.object.c_str(),
                     .feature = from.feature.c_str(),
                     .module_number = from.module_number},
                    "cel_column_info");
  });
}
