/// `cellerate run`: options, progress and summary around run_pipeline().
// SPDX-License-Identifier: BSD-3-Clause
#include <atomic>
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "pipelines/cli/commands.hpp"
#include "pipelines/cli/progress.hpp"
#include "pipelines/run.hpp"
#include "sdk/io/output_error.hpp"

namespace cellerate::cli {
namespace {

struct Options {
  RunOptions run;
  std::vector<std::string> plugin_paths;
  std::string done_file, groups, summary_json;
  bool quiet = false, without_effect = false;
};

std::atomic<bool> stop_requested{false};

/// The first signal lets the image sets in flight finish; the second ends the process.
void on_signal(int number) {
  if (!stop_requested.exchange(true)) return;
  std::signal(number, SIG_DFL);
  std::raise(number);
}

/// "Metadata_Plate=P1,Metadata_Well=A01" as CellProfiler takes it; the prefix may be left out.
std::map<std::string, std::string> parse_groups(const std::string& text) {
  std::map<std::string, std::string> groups;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string pair = text.substr(begin, end - begin);
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      throw std::invalid_argument("--group: '" + pair + "' is not of the form Metadata_Key=value");
    std::string key = pair.substr(0, equals);
    if (key.rfind("Metadata_", 0) == 0) key.erase(0, 9);
    groups[key] = pair.substr(equals + 1);
    begin = end + 1;
  }
  return groups;
}

const char* status_of(const RunSummary& summary) {
  return summary.stopped_early ? "Stopped" : summary.failed.empty() ? "Complete" : "Failed";
}

/// Writes a small text file that scripts wait for. @throws OutputError
void write_text(const std::string& file, const std::string& text) {
  std::ofstream stream(file);
  stream << text << '\n';
  if (!stream.flush()) throw OutputError(file + ": cannot be written");
}

std::string summary_json(const RunSummary& summary) {
  nlohmann::json failed = nlohmann::json::array();
  for (const FailedImageSet& image_set : summary.failed)
    failed.push_back({{"image_set", image_set.number}, {"error", image_set.error}});
  return nlohmann::json{
      {"status", status_of(summary)}, {"image_sets", summary.total}, {"done", summary.done},
      {"skipped", summary.skipped},   {"resumed", summary.resumed},  {"failed", failed},
      {"seconds", summary.seconds},   {"device", summary.device},    {"database", summary.database.string()}}
      .dump(1);
}

int run(const Options& options) {
  RunOptions run_options = options.run;
  run_options.groups = parse_groups(options.groups);
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  RunSummary summary;
  {
    Progress progress(options.quiet);
    summary = run_pipeline(
        run_options, load_modules(options.plugin_paths), stop_requested,
        [&](const RunProgress& now) { progress.show(now); },
        [&](std::int32_t level, const std::string& message) {
          if (level == CEL_LOG_WARNING || !options.quiet) progress.line(message);
        });
  }
  if (!options.summary_json.empty()) write_text(options.summary_json, summary_json(summary));
  // CellProfiler's -d: scripts look for the word Complete.
  if (!options.done_file.empty()) write_text(options.done_file, status_of(summary));
  if (!options.quiet)
    std::cerr << summary.done + summary.skipped << " image sets in " << summary.seconds << " s on "
              << summary.device << "; tables in " << summary.database.string() << '\n';
  if (summary.stopped_early) return kStoppedEarlyExit;
  return summary.failed.empty() ? 0 : kFailedImageSetsExit;
}

}  // namespace

bool is_cellprofiler_command_line(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front().empty() || arguments.front()[0] != '-') return false;
  return std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
    return argument == "-p" || argument.rfind("--pipeline", 0) == 0;
  });
}

void add_run(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("run", "Run a pipeline on images; tables go to OUT/cellerate.sqlite");
  RunOptions& run_options = options->run;
  command->add_option("pipeline,-p,--pipeline", run_options.pipeline, "Pipeline: .cppipe, .cpproj or .json")
      ->required();
  command->add_option("-i,--image-directory", run_options.input,
                      "Folder with the images (the default input folder)");
  command
      ->add_option("-o,--output-directory", run_options.output, "Folder for the database and exported files")
      ->required();
  command->add_option("--file-list", run_options.file_list, "Text file with one image path or URL a line");
  command->add_option("--data-file", run_options.data_file, "CSV file for LoadData");
  command->add_option("-f,--first-image-set", run_options.first, "First image set to run")
      ->check(CLI::PositiveNumber);
  command->add_option("-l,--last-image-set", run_options.last, "Last image set to run")
      ->check(CLI::PositiveNumber);
  command->add_option("-g,--group", options->groups, "Only this group: Metadata_Plate=P1,Metadata_Well=A01");
  command->add_option("-d,--done-file", options->done_file,
                      "File that gets the word Complete, or Failed, at the end");
  command->add_option("--device", run_options.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
  command
      ->add_option("-j,--jobs", run_options.jobs, "Image sets in flight (default: one a core, two on a GPU)")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--ties", run_options.ties,
                   "exact: of equal values the one that CellProfiler happens to take; fast: the first")
      ->check(CLI::IsMember({"exact", "fast"}))
      ->capture_default_str();
  command->add_option("--save-labels", run_options.save_labels,
                      "Folder for label images, OBJECTS_NUMBER.tif");
  command->add_option("--summary-json", options->summary_json, "File for a summary of the run");
  command->add_flag("-q,--quiet", options->quiet, "Only warnings and errors");
  command->add_flag("-c,--run-headless", options->without_effect, "CellProfiler's flag: has no effect here");
  command->add_flag("-r,--run", options->without_effect, "CellProfiler's flag: has no effect here");
  add_plugin_option(*command, options->plugin_paths);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace cellerate::cli
