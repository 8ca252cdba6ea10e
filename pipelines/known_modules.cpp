// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/known_modules.hpp"

#include <algorithm>

extern "C" const cel_plugin_entry_fn cel_builtin_modules[];

namespace cellerate {

std::vector<std::string> split_paths(std::string_view paths) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < paths.size();) {
    const std::size_t end = std::min(paths.find(':', begin), paths.size());
    if (end > begin) parts.emplace_back(paths.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

ModuleLibrary known_modules(const std::vector<std::string>& plugin_paths) {
  ModuleLibrary library;
  library.add_builtin(cel_builtin_modules);
  for (const std::string& path : plugin_paths) library.load_path(path);
  return library;
}

}  // namespace cellerate
