/// `cellerate check`, `convert`, `modules` and `doctor`: what can be said without running anything.
// SPDX-License-Identifier: BSD-3-Clause
#include <cstdlib>
#include <iostream>
#include <memory>

#include "cuda/core/queue.hpp"
#include "pipelines/cli/commands.hpp"
#include "pipelines/known_modules.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "pipelines/model.hpp"

namespace cellerate::cli {
namespace {

std::string_view view(cel_text text) { return {text.data, static_cast<std::size_t>(text.size)}; }

int check(const std::string& file, const std::vector<std::string>& plugin_paths) {
  const ModuleLibrary library = load_modules(plugin_paths);
  PipelineFacts facts;
  facts.options["check"] = "yes";
  const LoadedPipeline pipeline(
      read_pipeline(file), library, std::move(facts),
      [](std::int32_t, const std::string& message) { std::cout << message << '\n'; });
  const std::size_t faults = pipeline.faults().size();
  for (const Fault& fault : pipeline.faults()) std::cout << fault.text() << '\n';
  std::cout << file << ": "
            << (faults ? "does not run: " + std::to_string(faults) + (faults == 1 ? " fault" : " faults")
                       : "runs")
            << '\n';
  return faults ? kInputExit : 0;
}

/// The settings of a module as a Markdown table: what the documentation shows.
void print_module(const cel_module_class& module, const std::string& origin) {
  std::cout << module.name << " (revision " << module.revision << ", " << module.category << ", " << origin
            << ")\n"
            << module.summary << "\n\n| setting | default | values |\n|---|---|---|\n";
  module.describe(nullptr, [](void*, const cel_setting* row) {
    std::string choices(view(row->choices));
    for (std::size_t at = 0; (at = choices.find('\n', at)) != std::string::npos;)
      choices.replace(at, 1, ", ");
    std::cout << "| " << view(row->text) << " | " << view(row->default_value) << " | " << choices << " |\n";
  });
}

int list_modules(const std::string& name, const std::vector<std::string>& plugin_paths) {
  const ModuleLibrary library = load_modules(plugin_paths);
  if (name.empty()) {
    for (const auto& [module, module_class] : library.classes())
      std::cout << module << "  (" << library.origin(module) << ")  " << module_class->summary << '\n';
    return 0;
  }
  const cel_module_class* found = library.find(name);
  if (!found) throw std::invalid_argument("there is no module " + name);
  print_module(*found, library.origin(found->name));
  return 0;
}

int doctor() {
  std::cout << "Cellerate " << CELLERATE_VERSION << ", plugin ABI " << CEL_PLUGIN_ABI_MAJOR << '.'
            << CEL_PLUGIN_ABI_MINOR << '\n';
  const int gpus = cuda_device_count();
  for (int ordinal = 0; ordinal < gpus; ++ordinal)
    std::cout << "device: " << Device::cuda(ordinal)->description() << '\n';
  if (gpus == 0) std::cout << "no GPU is used: " << cuda_unavailable_reason() << '\n';
  std::cout << "device: " << Device::cpu(1)->description() << '\n'
            << load_modules({}).classes().size() << " modules\n";
  return 0;
}

/// A command on one pipeline file or module, which the callback gets with the plugin paths.
template <class Run>
void add_command_on(CLI::App& app, Command& chosen, const char* name, const char* help, const char* argument,
                    bool required, const Run& run) {
  struct Options {
    std::string subject;
    std::vector<std::string> plugin_paths;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(name, help);
  command->add_option(argument, options->subject)->required(required);
  add_plugin_option(*command, options->plugin_paths);
  command->callback([options, run, &chosen] {
    chosen = [options, run] { return run(options->subject, options->plugin_paths); };
  });
}

}  // namespace

void add_plugin_option(CLI::App& command, std::vector<std::string>& paths) {
  command.add_option("--plugin-path", paths,
                     "Plugin library, or folder of them (also CELLERATE_PLUGIN_PATH, parted by :)");
}

ModuleLibrary load_modules(const std::vector<std::string>& plugin_paths) {
  std::vector<std::string> paths = plugin_paths;
  if (const char* variable = std::getenv("CELLERATE_PLUGIN_PATH"))
    for (std::string& path : split_paths(variable)) paths.push_back(std::move(path));
  return known_modules(paths);
}

void add_check(CLI::App& app, Command& chosen) {
  add_command_on(app, chosen, "check", "Say whether a pipeline will run, and if not, every reason",
                 "pipeline,-p", true, check);
}

void add_modules(CLI::App& app, Command& chosen) {
  add_command_on(app, chosen, "modules", "List the modules, or the settings of one", "module", false,
                 list_modules);
}

void add_convert(CLI::App& app, Command& chosen) {
  struct Options {
    std::string from, to;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "convert", "Write a pipeline in another format (by the ending: .cppipe, .cpproj, .json)");
  command->add_option("from", options->from, "Pipeline file")->required();
  command->add_option("to", options->to, "File to write")->required();
  command->callback([options, &chosen] {
    chosen = [options] {
      const Pipeline pipeline = read_pipeline(options->from);
      for (const std::string& warning : pipeline.warnings) std::cerr << warning << '\n';
      write_pipeline(pipeline, format_of(options->to), options->to);
      return 0;
    };
  });
}

void add_doctor(CLI::App& app, Command& chosen) {
  app.add_subcommand("doctor", "Say what this installation can do")->callback([&chosen] {
    chosen = [] { return doctor(); };
  });
}

}  // namespace cellerate::cli
