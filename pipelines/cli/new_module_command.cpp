/// `cellerate new-module NAME`: a folder to start from, which builds and passes its test as it is.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "pipelines/cli/commands.hpp"
#include "pipelines/cli/sample_module.hpp"
#include "sdk/io/output_error.hpp"

namespace cellerate::cli {
namespace {

/// What the sample calls itself: as a module, and as a kernel.
constexpr const char *kSampleModule = "CountBrightPixels", *kSampleKernel = "count_bright";

void check_name(const std::string& name) {
  const bool is_name = !name.empty() && std::isupper(static_cast<unsigned char>(name[0])) &&
                       std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c); });
  if (!is_name)
    throw std::invalid_argument("'" + name +
                                "': a module is named like MeasureSomething, in letters and digits");
  const ModuleLibrary library = load_modules({});
  if (library.find(name))
    throw std::invalid_argument("there is already a module " + name + " (" + library.origin(name) + ")");
}

/// "MeasureSomething" as the name of its kernel: "measure_something_kernel".
std::string kernel_name(const std::string& module) {
  std::string name;
  for (const char c : module) {
    if (std::isupper(static_cast<unsigned char>(c)) && !name.empty()) name += '_';
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name + "_kernel";
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

int write_module(const std::string& name) {
  check_name(name);
  const std::filesystem::path folder = name;
  if (std::filesystem::exists(folder)) throw OutputError(name + ": it is there already");
  const auto renamed = [&](const std::string& text) {
    std::string named = replaced(replaced(text, kSampleModule, name), "samples/own_module", name);
    named = replaced(named, "own_module", name);
    // The test of the sample is called after the module, which is no kernel.
    return replaced(replaced(named, "test_count_bright_pixels", "test_" + lower(name)), kSampleKernel,
                    kernel_name(name));
  };
  std::filesystem::create_directories(folder);
  for (const SampleFile& file : sample_module()) {
    std::ofstream stream(folder / renamed(file.name), std::ios::binary);
    stream << renamed(file.content);
    if (!stream.flush()) throw OutputError((folder / renamed(file.name)).string() + ": cannot be written");
  }
  std::cout << "cmake -S " << name << " -B " << name << "/build && cmake --build " << name
            << "/build && ctest --test-dir " << name << "/build\n";
  return 0;
}

}  // namespace

void add_new_module(CLI::App& app, Command& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("new-module", "Make a folder NAME with a module of your own to start from");
  command->add_option("name", *name, "Name of the module, as pipelines will call it")->required();
  command->callback([name, &chosen] { chosen = [name] { return write_module(*name); }; });
}

}  // namespace cellerate::cli
