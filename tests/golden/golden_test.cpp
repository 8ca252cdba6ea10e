/// Golden tests: every golden pipeline runs on the synthetic images and must give the tables that
/// CellProfiler 4.2.8 measured there (tests/golden/README.md).
// SPDX-License-Identifier: BSD-3-Clause
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>

#include "pipelines/run.hpp"
#include "samples/synthetic_cells/synthetic_cells.hpp"
#include "sdk/io/image_writer.hpp"
#include "sdk/io/run_reader.hpp"

extern "C" const cel_plugin_entry_fn cel_builtin_modules[];

namespace cellerate {
namespace {

namespace fs = std::filesystem;

constexpr int kFields = 2;
constexpr double kRelative = 1e-6, kAbsolute = 1e-9;
const std::regex kNotAMeasurement("(ImageNumber|ObjectNumber|Metadata_(Series|Frame)|Channel_.*|Group_.*)");

std::vector<fs::path> golden_pipelines() {
  std::vector<fs::path> pipelines;
  for (const char* folder : {"plugins", "tests/golden"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(CELLERATE_SOURCE_DIR) / folder))
      if (entry.path().extension() == ".cppipe" &&
          fs::is_directory(fs::path(entry.path()).replace_extension()))
        pipelines.push_back(entry.path());
  std::sort(pipelines.begin(), pipelines.end());
  return pipelines;
}

/// A fresh folder with the images, removed at the end.
class Workspace {
 public:
  Workspace() : folder_(fs::temp_directory_path() / ("cellerate-golden-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(images());
    for (int number = 1; number <= kFields; ++number) {
      samples::Field field;
      field.seed = static_cast<unsigned>(number);
      for (const samples::Channel& channel : samples::draw(field))
        write_tiff(images() / ("field_" + std::to_string(number) + "_" + channel.name + ".tif"),
                   {.height = field.height,
                    .width = field.width,
                    .type = PixelType::UInt16,
                    .pixels = channel.pixels.data()});
    }
  }
  ~Workspace() { fs::remove_all(folder_); }
  fs::path images() const { return folder_ / "images"; }
  fs::path out() const { return folder_ / "out"; }

 private:
  fs::path folder_;
};

/// Cells of a line; golden tables have no quoted fields with line ends.
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      result.emplace_back();
    else
      result.back() += c;
  }
  return result;
}

bool agrees(const std::string& expected, const Measurement& measured, std::size_t index) {
  if (index >= measured.size()) return expected.empty() || expected == "nan";
  if (measured.type == CEL_VALUE_TEXT || measured.type == CEL_VALUE_BLOB)
    return expected == measured.texts[index];
  if (expected.empty()) return false;
  const double want = std::stod(expected), have = measured.values[index];
  if (std::isnan(want) || std::isnan(have)) return std::isnan(want) && std::isnan(have);
  return want == have || std::abs(have - want) <= kRelative * std::abs(want) + kAbsolute;
}

void expect_table(RunReader& reader, const fs::path& table) {
  const std::string object = table.stem();
  std::ifstream stream(table);
  std::string line;
  ASSERT_TRUE(std::getline(stream, line)) << table;
  const std::vector<std::string> features = cells(line);
  const auto image_column = std::find(features.begin(), features.end(), "ImageNumber") - features.begin();
  const auto object_column = std::find(features.begin(), features.end(), "ObjectNumber") - features.begin();
  while (std::getline(stream, line)) {
    const std::vector<std::string> row = cells(line);
    const std::int64_t image_number = std::stoll(row.at(image_column));
    const std::size_t index = object == "Image" ? 0 : std::stoul(row.at(object_column)) - 1;
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (std::regex_match(features[i], kNotAMeasurement)) continue;
      const Measurement* measured = reader.find(image_number, object, features[i]);
      if (!measured) {
        EXPECT_TRUE(row[i].empty() || row[i] == "nan") << object << " " << features[i] << " was not measured";
        continue;
      }
      EXPECT_TRUE(agrees(row[i], *measured, index))
          << object << " " << index + 1 << " of image set " << image_number << ", " << features[i]
          << ": CellProfiler has " << row[i] << ", here "
          << (index < measured->values.size() ? std::to_string(measured->values[index])
                                              : std::string("something else"));
    }
  }
}

class Golden : public testing::TestWithParam<fs::path> {};

// golden: tables measured by CellProfiler 4.2.8.
TEST_P(Golden, AgreesWithCellProfiler) {
  const Workspace workspace;
  ModuleLibrary library;
  library.add_builtin(cel_builtin_modules);
  RunOptions options;
  options.pipeline = GetParam();
  options.input = workspace.images();
  options.output = workspace.out();
  options.device = "cpu";
  const std::atomic<bool> cancel{false};
  const RunSummary summary = run_pipeline(
      options, library, cancel, [](const RunProgress&) {}, [](std::int32_t, const std::string&) {});
  ASSERT_TRUE(summary.failed.empty()) << summary.failed.front().error;
  RunReader reader((workspace.out() / "cellerate.sqlite").string());
  for (const auto& entry : fs::directory_iterator(fs::path(GetParam()).replace_extension()))
    if (entry.path().extension() == ".csv") expect_table(reader, entry.path());
}

INSTANTIATE_TEST_SUITE_P(Pipelines, Golden, testing::ValuesIn(golden_pipelines()), [](const auto& pipeline) {
  std::string name =
      pipeline.param.parent_path().parent_path().filename().string() + "_" + pipeline.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
});
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Golden);

}  // namespace
}  // namespace cellerate
