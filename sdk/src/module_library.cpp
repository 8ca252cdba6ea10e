// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/src/module_library.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace cellerate {
namespace {

std::string version_text(int major, int minor) { return std::to_string(major) + "." + std::to_string(minor); }

/// The size of cel_module_class at ABI 1.0.
constexpr std::size_t kLeastClassSize =
    offsetof(cel_module_class, works_on_groups) + sizeof(cel_module_class::works_on_groups);

cel_module_class known_part(const cel_module_class& module) {
  cel_module_class known{};
  std::memcpy(&known, &module, std::min<std::size_t>(module.struct_size, sizeof known));
  known.struct_size = sizeof known;
  return known;
}

}  // namespace

void ModuleLibrary::add(const cel_plugin* plugin, const std::string& origin) {
  if (!plugin) throw PluginError(origin + ": cel_plugin_entry returned nothing");
  if (plugin->abi_major != CEL_PLUGIN_ABI_MAJOR || plugin->abi_minor > CEL_PLUGIN_ABI_MINOR)
    throw PluginError(origin + ": built for plugin ABI " +
                      version_text(plugin->abi_major, plugin->abi_minor) + ", this program has " +
                      version_text(CEL_PLUGIN_ABI_MAJOR, CEL_PLUGIN_ABI_MINOR));
  if (plugin->struct_size < offsetof(cel_plugin, module_count) + sizeof(plugin->module_count))
    throw PluginError(origin + ": its cel_plugin is too short");
  for (std::uint64_t i = 0; i < plugin->module_count; ++i) {
    const cel_module_class* given = plugin->modules[i];
    if (given && given->struct_size < kLeastClassSize)
      throw PluginError(origin + ": cel_module_class of module " + std::to_string(i) + " is too short");
    const cel_module_class known = given ? known_part(*given) : cel_module_class{};
    if (!known.name || !known.create || !known.destroy || !known.declare || !known.describe ||
        !known.gather != !known.gathers_from)
      throw PluginError(origin + ": module " + std::to_string(i) +
                        " lacks its name or a function that it must have");
    const std::string name = known.name;
    if (const auto taken = origins_.find(name); taken != origins_.end())
      throw PluginError(origin + ": there is already a module " + name + " (" + taken->second + ")");
    const cel_module_class* module = &known_.emplace_back(known);
    classes_[name] = module;
    origins_[name] = origin;
    for (const char* const* alias = module->aliases; alias && *alias; ++alias) aliases_[*alias] = module;
  }
}

void ModuleLibrary::add_builtin(const cel_plugin_entry_fn* entries) {
  for (; *entries; ++entries) add((*entries)(), "built-in");
}

void ModuleLibrary::load(const std::filesystem::path& library) {
  void* handle = dlopen(std::filesystem::absolute(library).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle) throw PluginError(std::string("cannot load the plugin: ") + dlerror());
  const auto entry = reinterpret_cast<cel_plugin_entry_fn>(dlsym(handle, "cel_plugin_entry"));
  if (!entry) {
    dlclose(handle);
    throw PluginError(library.string() + ": no plugin of Cellerate: it has no symbol cel_plugin_entry");
  }
  const cel_plugin* plugin = nullptr;
  try {
    plugin = entry();
  } catch (const std::exception& error) {
    throw PluginError(library.string() + ": cel_plugin_entry threw an exception: " + error.what());
  } catch (...) {
    throw PluginError(library.string() + ": cel_plugin_entry threw something that is no exception");
  }
  add(plugin, library.string());
}

void ModuleLibrary::load_path(const std::filesystem::path& file_or_folder) {
  if (!std::filesystem::exists(file_or_folder))
    throw PluginError(file_or_folder.string() + ": there is no such plugin or folder");
  if (!std::filesystem::is_directory(file_or_folder)) return load(file_or_folder);
  std::vector<std::filesystem::path> libraries;
  for (const auto& entry : std::filesystem::directory_iterator(file_or_folder))
    if (entry.path().extension() == ".so") libraries.push_back(entry.path());
  std::sort(libraries.begin(), libraries.end());
  for (const auto& library : libraries) load(library);
}

const cel_module_class* ModuleLibrary::find(const std::string& name) const {
  if (const auto found = classes_.find(name); found != classes_.end()) return found->second;
  const auto alias = aliases_.find(name);
  return alias == aliases_.end() ? nullptr : alias->second;
}

std::string ModuleLibrary::origin(const std::string& name) const {
  const auto found = origins_.find(name);
  return found == origins_.end() ? std::string() : found->second;
}

}  // namespace cellerate
