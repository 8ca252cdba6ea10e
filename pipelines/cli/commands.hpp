/// The commands of the program: each add_X declares its options and, when it is the one, sets what to do.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "sdk/src/module_library.hpp"

namespace cellerate::cli {

/// Returns the exit code, or throws.
using Command = std::function<int()>;

constexpr int kUsageExit = 2, kFailedImageSetsExit = 3, kInputExit = 4, kOutputExit = 5, kDeviceExit = 6,
              kInternalExit = 70, kStoppedEarlyExit = 75;

void add_run(CLI::App& app, Command& chosen);
void add_check(CLI::App& app, Command& chosen);
void add_convert(CLI::App& app, Command& chosen);
void add_modules(CLI::App& app, Command& chosen);
void add_doctor(CLI::App& app, Command& chosen);
void add_new_module(CLI::App& app, Command& chosen);

/// Whether these are CellProfiler's arguments: no command of ours, and a pipeline by -p.
bool is_cellprofiler_command_line(const std::vector<std::string>& arguments);

/// The option --plugin-path, shared by the commands that know modules.
void add_plugin_option(CLI::App& command, std::vector<std::string>& paths);
/// Built-in modules, those of CELLERATE_PLUGIN_PATH and of the given paths. @throws PluginError
ModuleLibrary load_modules(const std::vector<std::string>& plugin_paths);

}  // namespace cellerate::cli
