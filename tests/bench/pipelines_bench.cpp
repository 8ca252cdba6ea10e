/// Time of whole pipelines, from files to tables: the golden pipelines on synthetic fields, on one core.
// SPDX-License-Identifier: BSD-3-Clause
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>

#include "cuda/core/queue.hpp"
#include "pipelines/run.hpp"
#include "samples/synthetic_cells/synthetic_cells.hpp"
#include "sdk/io/image_writer.hpp"

extern "C" const cel_plugin_entry_fn cel_builtin_modules[];

namespace cellerate {
namespace {

namespace fs = std::filesystem;

constexpr int kFields = 4;

/// Synthetic fields of 1080 x 1080 pixels in a folder that goes away at the end of the program.
class Images {
 public:
  Images() : folder_(fs::temp_directory_path() / ("cellerate-bench-" + std::to_string(getpid()))) {
    fs::create_directories(folder());
    for (unsigned number = 1; number <= kFields; ++number) {
      samples::Field field;
      field.height = field.width = 1080;
      field.cells = 400;
      field.seed = number;
      for (const samples::Channel& channel : samples::draw(field))
        write_tiff(folder() / ("field_" + std::to_string(number) + "_" + channel.name + ".tif"),
                   {.height = field.height,
                    .width = field.width,
                    .type = PixelType::UInt16,
                    .pixels = channel.pixels.data()});
    }
  }
  ~Images() { fs::remove_all(folder_); }
  fs::path folder() const { return folder_ / "images"; }
  fs::path out() const { return folder_ / "out"; }

 private:
  fs::path folder_;
};

void run(benchmark::State& state, const fs::path& pipeline, const std::string& device) {
  static const Images images;
  ModuleLibrary library;
  library.add_builtin(cel_builtin_modules);
  RunOptions options;
  options.pipeline = pipeline;
  options.input = images.folder();
  options.output = images.out();
  options.device = device;
  options.jobs = 1;
  const std::atomic<bool> cancel{false};
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    fs::remove_all(images.out());
    state.ResumeTiming();
    const RunSummary summary = run_pipeline(
        options, library, cancel, [](const RunProgress&) {}, [](std::int32_t, const std::string&) {});
    if (!summary.failed.empty()) return state.SkipWithError(summary.failed.front().error.c_str());
  }
  state.SetItemsProcessed(state.iterations() * kFields);
}

const bool kRegistered = [] {
  for (const char* layer : {"plugins", "pipelines", "tests/golden"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(CELLERATE_SOURCE_DIR) / layer)) {
      const fs::path file = entry.path();
      if (file.extension() != ".cppipe" && file.extension() != ".cpproj") continue;
      for (const char* device : {"cpu", "cuda"}) {
        if (device == std::string("cuda") && cuda_device_count() == 0) continue;
        const std::string name = fs::relative(file, CELLERATE_SOURCE_DIR).string() + "/" + device;
        benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) { run(state, file, device); })
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
      }
    }
  return true;
}();

}  // namespace
}  // namespace cellerate
