/// The modules that pipelines may use here: the built-in ones and those of plugins.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sdk/src/module_library.hpp"

namespace cellerate {

/// The parts of "a:b:c" that are not empty.
std::vector<std::string> split_paths(std::string_view paths);
/// @param plugin_paths plugin libraries or folders of them. @throws PluginError
ModuleLibrary known_modules(const std::vector<std::string>& plugin_paths);

}  // namespace cellerate
