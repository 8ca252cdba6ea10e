/// The program `cellerate`: a command is chosen here and lives in a file of its own. Also takes
/// CellProfiler's own command line (`-c -r -p PIPELINE -i IN -o OUT ...`) without a command.
// SPDX-License-Identifier: BSD-3-Clause
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <new>

#include "cuda/core/error.hpp"
#include "pipelines/cli/commands.hpp"
#include "pipelines/model.hpp"
#include "pipelines/run.hpp"
#include "sdk/io/output_error.hpp"

namespace cellerate::cli {
namespace {

int complain(const std::exception& error, int exit_code) {
  std::cerr << "cellerate: " << error.what() << '\n';
  return exit_code;
}

/// Runs a command and turns what it throws into the exit codes of the manual.
int exit_code_of(const Command& command) {
  try {
    return command();
  } catch (const FaultyPipeline& error) {
    for (const Fault& fault : error.faults) std::cerr << fault.text() << '\n';
    return complain(error, kInputExit);
  } catch (const PipelineError& error) {
    return complain(error, kInputExit);
  } catch (const InputError& error) {
    return complain(error, kInputExit);
  } catch (const OutputError& error) {
    return complain(error, kOutputExit);
  } catch (const DeviceError& error) {
    return complain(error, kDeviceExit);
  } catch (const PluginError& error) {
    return complain(error, kUsageExit);
  } catch (const std::invalid_argument& error) {
    return complain(error, kUsageExit);
  } catch (const std::exception& error) {
    return complain(error, kInternalExit);
  }
}

/// The next image set needs what this one frees: the C library shall keep it, not hand it back to the system
/// and have it faulted in page by page again. For the program to say, not for a library in somebody else's
/// process.
void keep_freed_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

}  // namespace
}  // namespace cellerate::cli

int main(int argc, char** argv) {
  using namespace cellerate::cli;
  keep_freed_memory();
  CLI::App app("Cellerate runs CellProfiler pipelines on GPUs and CPUs.", "cellerate");
  app.set_version_flag("--version", CELLERATE_VERSION);
  app.require_subcommand(1);
  app.footer(
      "CellProfiler's own command line works too: cellerate -c -r -p PIPELINE -i IMAGES -o OUT\n"
      "Exit codes: 0 all done; 2 usage; 3 some image sets failed; 4 input can't be read; 5 output can't be "
      "written;\n"
      "6 device; 75 stopped early, run the same command again.");
  Command chosen;
  add_run(app, chosen);
  add_check(app, chosen);
  add_convert(app, chosen);
  add_modules(app, chosen);
  add_doctor(app, chosen);
  add_new_module(app, chosen);
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (is_cellprofiler_command_line(arguments)) arguments.insert(arguments.begin(), "run");
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes a vector from its end
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsageExit;
  }
  return exit_code_of(chosen);
}
