/// The modules that this process knows: the built-in ones and those of plugins in shared libraries.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/plugin.h>

#include <deque>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace cellerate {

/// A library could not be loaded as a plugin; what() names it and says why.
struct PluginError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Finds module classes by the name that a pipeline file uses. Libraries stay loaded until the process ends,
/// because objects that they handed over may live as long.
class ModuleLibrary {
 public:
  ModuleLibrary() = default;
  ModuleLibrary(ModuleLibrary&&) = default;
  ModuleLibrary& operator=(ModuleLibrary&&) = default;

  /// Takes the modules of one plugin. @param origin what messages call it
  /// @throws PluginError for another ABI version, a name that is taken or a missing function.
  void add(const cel_plugin* plugin, const std::string& origin);
  /// All entries of a list that ends with null (cel_builtin_modules).
  void add_builtin(const cel_plugin_entry_fn* entries);
  /// Loads one shared library. @throws PluginError
  void load(const std::filesystem::path& library);
  /// Loads a library, or every *.so of a folder, in the order of their names. @throws PluginError
  void load_path(const std::filesystem::path& file_or_folder);

  /// Null if there is none of that name or former name.
  const cel_module_class* find(const std::string& name) const;
  /// All classes by their own names.
  const std::map<std::string, const cel_module_class*>& classes() const { return classes_; }
  /// Where a module came from: "built-in" or the library's path.
  std::string origin(const std::string& name) const;

 private:
  /// As this program knows them: what a plugin of an older minor version lacks is null.
  std::deque<cel_module_class> known_;
  std::map<std::string, const cel_module_class*> classes_, aliases_;
  std::map<std::string, std::string> origins_;
};

}  // namespace cellerate
