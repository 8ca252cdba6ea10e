// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/host/pipeline_handle.hpp"

#include <set>

namespace cellerate {
namespace {

std::string text_of(cel_text text) { return std::string(text.data, static_cast<std::size_t>(text.size)); }

std::map<std::string, cel_pipeline::SettingKind> setting_kinds(const cel_module_class& module) {
  std::map<std::string, cel_pipeline::SettingKind> kinds;
  module.describe(&kinds, [](void* user, const cel_setting* setting) {
    static_cast<decltype(kinds)*>(user)->insert(
        {text_of(setting->text), {setting->kind, text_of(setting->choices)}});
  });
  return kinds;
}

}  // namespace
}  // namespace cellerate

cel_pipeline::cel_pipeline(cellerate::PipelineSource from) : source(std::move(from)), checked(source) {
  std::set<std::string> seen;
  for (const cellerate::MadeName& made : checked.loaded().facts().names)
    if (made.kind == CEL_NAME_OBJECTS && seen.insert(made.name).second) object_sets.push_back(made);
  for (const cellerate::ModuleEntry& module : source.file.modules)
    if (const cel_module_class* known = source.library->find(module.name))
      setting_kinds_.try_emplace(module.name, cellerate::setting_kinds(*known));
}

const cel_pipeline::SettingKind* cel_pipeline::kind_of(const std::string& module,
                                                       const std::string& setting_text) const {
  const auto settings = setting_kinds_.find(module);
  if (settings == setting_kinds_.end()) return nullptr;
  const auto found = settings->second.find(setting_text);
  return found == settings->second.end() ? nullptr : &found->second;
}
