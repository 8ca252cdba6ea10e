/// Python classes of modules and settings in one line.
///
/// The line is JSON of arrays alone: [distinct classes, [[class of the module, class of each setting...],
/// ...]], where classes are given by their place in the first array. Colons are escaped: CellProfiler splits
/// headers at every one.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/setting_types.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "pipelines/shallow_json.hpp"

namespace cellerate {
namespace {

using nlohmann::json;

bool has_types(const Pipeline& pipeline) {
  return std::ranges::any_of(pipeline.modules, [](const ModuleEntry& module) {
    return !module.path.empty() || std::ranges::any_of(module.settings, [](const SettingLine& setting) {
      return !setting.type.empty();
    });
  });
}

bool fits(const json& table, const Pipeline& pipeline) {
  if (!table.is_array() || table.size() != 2 || !table[0].is_array() || !table[1].is_array()) return false;
  const json& classes = table[0];
  const json& modules = table[1];
  if (modules.size() != pipeline.modules.size()) return false;
  if (!std::ranges::all_of(classes, [](const json& name) { return name.is_string(); })) return false;
  const auto is_class = [&](const json& index) {
    return index.is_number_unsigned() && index.get<std::size_t>() < classes.size();
  };
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (!modules[i].is_array() || modules[i].size() != pipeline.modules[i].settings.size() + 1) return false;
    if (!std::ranges::all_of(modules[i], is_class)) return false;
  }
  return true;
}

}  // namespace

std::string encode_types(const Pipeline& pipeline) {
  if (!has_types(pipeline)) return {};
  json classes = json::array();
  json modules = json::array();
  std::map<std::string, std::size_t> places;
  const auto place = [&](const std::string& name) {
    const auto [found, is_new] = places.try_emplace(name, places.size());
    if (is_new) classes.push_back(name);
    return found->second;
  };
  for (const ModuleEntry& module : pipeline.modules) {
    json row = json::array({place(module.path)});
    for (const SettingLine& setting : module.settings) row.push_back(place(setting.type));
    modules.push_back(std::move(row));
  }
  std::string line = json::array({classes, modules}).dump(-1, ' ', true);
  for (std::size_t i = 0; (i = line.find(':', i)) != line.npos;) line.replace(i, 1, "\\u003a");
  return line;
}

void decode_types(std::string_view line, Pipeline& pipeline) {
  json table;
  try {
    table = parse_shallow_json(line);
  } catch (const std::invalid_argument&) {
    return;
  }
  if (!fits(table, pipeline)) return;
  const auto class_at = [&](const json& index) {
    return table[0][index.get<std::size_t>()].get<std::string>();
  };
  for (std::size_t i = 0; i < pipeline.modules.size(); ++i) {
    ModuleEntry& module = pipeline.modules[i];
    const json& row = table[1][i];
    module.path = class_at(row[0]);
    for (std::size_t j = 0; j < module.settings.size(); ++j) module.settings[j].type = class_at(row[j + 1]);
  }
}

}  // namespace cellerate
