// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/loaded_pipeline.hpp"

#include <algorithm>
#include <cstdio>

namespace cellerate {
namespace {

cel_text c_text(const std::string& text) { return {text.data(), text.size()}; }

/// What the run itself measures, before the first module.
void declare_run_columns(PipelineFacts& facts) {
  const auto add = [&](const char* object, const char* feature, std::int32_t type) {
    facts.columns.push_back({object, feature, type, 0, "", 0, false});
  };
  add("Experiment", "Pipeline_Pipeline", CEL_VALUE_BLOB);
  add("Experiment", "CellProfiler_Version", CEL_VALUE_TEXT);
  add("Experiment", "Run_Timestamp", CEL_VALUE_TEXT);
  add("Experiment", "Modification_Timestamp", CEL_VALUE_TEXT);
  add("Image", "Group_Number", CEL_VALUE_INTEGER);
  add("Image", "Group_Index", CEL_VALUE_INTEGER);
  add("Image", "Group_Length", CEL_VALUE_INTEGER);
}

}  // namespace

std::string ModuleInstance::numbered_name() const {
  char number[16];
  std::snprintf(number, sizeof number, "%02d", number_);
  return number + name_;
}

LoadedPipeline::LoadedPipeline(const Pipeline& pipeline, const ModuleLibrary& library, PipelineFacts facts,
                               LogFunction log)
    : facts_(std::move(facts)), log_(std::move(log)) {
  for (const std::string& warning : pipeline.warnings) log_(CEL_LOG_WARNING, warning);
  facts_.pipeline_text = to_text(pipeline);
  declare_run_columns(facts_);
  for (const ModuleEntry& entry : pipeline.modules)
    if (entry.enabled) create(entry, library);
  bool exporting = false;
  for (const ModuleInstance& module : modules_) {
    declare(module);
    exporting = exporting || module.is_exporter();
    if (exporting) continue;
    for (const char* prefix : {"ModuleError_", "ExecutionTime_"})
      facts_.columns.push_back({"Image", prefix + module.numbered_name(),
                                *prefix == 'M' ? CEL_VALUE_INTEGER : CEL_VALUE_F64, module.number(),
                                module.name(), 0, false});
  }
  std::stable_sort(faults_.begin(), faults_.end(),
                   [](const Fault& a, const Fault& b) { return a.module_number < b.module_number; });
}

cel_context LoadedPipeline::context_for(const ModuleInstance& module) {
  cel_context context;
  context.module_number = module.number();
  context.module_name = module.name();
  context.module_class = &module.module_class();
  context.module = module.module();
  context.facts = &facts_;
  context.log = &log_;
  return context;
}

void LoadedPipeline::create(const ModuleEntry& entry, const ModuleLibrary& library) {
  facts_.modules[entry.number] = entry.name;
  const cel_module_class* found = library.find(entry.name);
  if (!found) {
    faults_.push_back(
        {entry.number, entry.name, "", "no module of this name is built in or loaded from a plugin"});
    return assume_made(entry);
  }
  std::vector<cel_text> values;
  for (const SettingLine& line : entry.settings) values.push_back(c_text(line.value));
  cel_module_entry c{};
  c.struct_size = sizeof c;
  c.number = entry.number;
  c.revision = entry.revision;
  c.name = c_text(entry.name);
  c.values = values.data();
  c.value_count = values.size();

  cel_context context;
  context.module_number = entry.number;
  context.module_name = entry.name;
  context.facts = &facts_;
  context.log = &log_;
  context.faults = &faults_;
  const std::size_t faults_before = faults_.size();
  void* module = nullptr;
  const cel_status status = found->create(&module_host(), &context, &c, &module);
  if (status != CEL_OK) faults_.push_back({entry.number, entry.name, "", context.error});
  if (module)
    modules_.emplace_back(found, module, entry.number, entry.name);
  else if (faults_.size() == faults_before)
    faults_.push_back({entry.number, entry.name, "", "the module could not be made and did not say why"});
  if (!module) assume_made(entry);
}

void LoadedPipeline::assume_made(const ModuleEntry& entry) {
  for (const SettingLine& line : entry.settings)
    for (const std::int32_t kind : {CEL_NAME_IMAGE, CEL_NAME_OBJECTS})
      facts_.names.push_back({kind, line.value, entry.number});
}

void LoadedPipeline::declare(const ModuleInstance& module) {
  cel_context context = context_for(module);
  context.faults = &faults_;
  if (module.module_class().declare(module.module(), &module_host(), &context) != CEL_OK)
    faults_.push_back({module.number(), module.name(), "", context.error});
}

}  // namespace cellerate
