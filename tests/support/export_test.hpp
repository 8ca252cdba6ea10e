/// Runs an exporter over a run database that the test fills, through the same ABI as the host does.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipelines/loaded_pipeline.hpp"
#include "sdk/io/run_database.hpp"
#include "sdk/io/run_reader.hpp"
#include "sdk/src/module_context.hpp"

extern "C" const cel_plugin_entry_fn cel_builtin_modules[];

namespace cellerate::test {

/// Columns and measurements of a run, without the run.
class MadeRun {
 public:
  void declare(const std::string& object, const std::string& feature, int type = CEL_VALUE_F64,
               int text_length = 0) {
    facts.columns.push_back({object, feature, type, 1, "Made", text_length, false});
  }
  void measure(std::int64_t image, const std::string& object, const std::string& feature,
               std::vector<double> values, int type = CEL_VALUE_F64) {
    images[image].objects[object][feature] = {.type = type, .values = std::move(values), .module_number = 1};
  }
  void measure_text(std::int64_t image, const std::string& object, const std::string& feature,
                    const std::string& text) {
    images[image].objects[object][feature] = {.type = CEL_VALUE_TEXT, .texts = {text}, .module_number = 1};
  }

  PipelineFacts facts;
  std::map<std::int64_t, Measurements> images;
  std::set<std::int64_t> skipped;
  std::map<std::string, Measurement> experiment;
};

/// The tables that CellProfiler was made to dump: <object>.csv with a column a feature, and columns.csv.
/// Numbers are float32 where all of a column's are, whole where all are written without a point.
class DumpedRun : public MadeRun {
 public:
  explicit DumpedRun(const std::filesystem::path& folder) {
    for (const auto& row : read_csv(folder / "columns.csv")) add_column(row);
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string object = entry.path().stem().string();
      if (entry.path().extension() != ".csv" || object == "columns") continue;
      const auto rows = read_csv(entry.path());
      if (object == "Experiment")
        add_experiment(rows);
      else if (object == "Relationships")
        add_relationships(rows);
      else
        add_measurements(object, rows);
    }
  }

  using Rows = std::vector<std::vector<std::string>>;
  /// All rows but quotes, which may hold delimiters and line ends.
  static Rows read_csv(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    Rows rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (char c; in.get(c);) {
      if (c == '"') {
        if (quoted && in.peek() == '"')
          row.back() += static_cast<char>(in.get());
        else
          quoted = !quoted;
      } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
        row.back() += c;
      } else if (c == ',') {
        row.emplace_back();
      } else if (c == '\n') {
        rows.push_back(std::move(row));
        row.assign(1, "");
      }
    }
    return rows;
  }

 private:
  void add_column(const std::vector<std::string>& row) {
    if (row[0] == "object") return;
    if (row[2].starts_with("varchar"))
      declare(row[0], row[1], CEL_VALUE_TEXT, row[2].size() > 8 ? std::atoi(row[2].c_str() + 8) : 0);
    else
      declare(row[0], row[1],
              row[2] == "integer"    ? CEL_VALUE_INTEGER
              : row[2] == "longblob" ? CEL_VALUE_BLOB
                                     : CEL_VALUE_F64);
  }

  void add_experiment(const Rows& rows) {
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (rows[i].size() < 2) continue;
      const bool number = is_number(rows[i][1]);
      experiment[rows[i][0]] = number ? Measurement{CEL_VALUE_F64, {std::stod(rows[i][1])}, {}, 1}
                                      : Measurement{CEL_VALUE_TEXT, {}, {rows[i][1]}, 1};
    }
  }

  void add_relationships(const Rows& rows) {
    const auto index = [&](const std::string& name) {
      return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin());
    };
    const std::size_t number = index("Module Number"), relationship = index("Relationship"),
                      first = index("First Object Name"), second = index("Second Object Name");
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const auto& row = rows[i];
      const std::int64_t image = std::stoll(row[first + 1]);
      images[image].relationships.push_back({row[relationship], std::stoi(row[number]), row[first], image,
                                             std::stoll(row[first + 2]), row[second],
                                             std::stoll(row[second + 1]), std::stoll(row[second + 2])});
    }
  }

  void add_measurements(const std::string& object, const Rows& rows) {
    for (std::size_t c = 0; c < rows[0].size(); ++c) {
      const std::string& feature = rows[0][c];
      if (feature == "ImageNumber" || feature == "ObjectNumber") continue;
      const int type = type_of(rows, c);
      for (std::size_t i = 1; i < rows.size(); ++i) {
        const std::int64_t image = std::stoll(rows[i][0]);
        if (rows[i][c].empty() || (object != "Image" && rows[i][1].empty())) continue;
        Measurement& values = images[image].objects[object][feature];
        values.type = type;
        values.module_number = 1;
        if (type == CEL_VALUE_TEXT)
          values.texts.push_back(rows[i][c]);
        else
          values.values.push_back(std::stod(rows[i][c]));
      }
    }
  }

  static bool is_number(const std::string& text) {
    char* end = nullptr;
    std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0';
  }
  static int type_of(const Rows& rows, std::size_t column) {
    bool whole = true, single = true;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const std::string& text = rows[i][column];
      if (text.empty()) continue;
      if (!is_number(text)) return CEL_VALUE_TEXT;
      const double value = std::stod(text);
      whole = whole && text.find_first_not_of("-0123456789") == std::string::npos;
      single = single && (std::isnan(value) || value == static_cast<double>(static_cast<float>(value)));
    }
    return whole ? CEL_VALUE_INTEGER : single ? CEL_VALUE_F32 : CEL_VALUE_F64;
  }
};

/// Exports made runs into a folder of its own.
class ExportTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "export_XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
    library_.add_builtin(cel_builtin_modules);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Loads the only module of a pipeline in text form, stores the run and exports it.
  void run_exporter(const MadeRun& run, const ModuleEntry& entry) {
    Pipeline pipeline;
    pipeline.modules.push_back(entry);
    PipelineFacts facts = run.facts;
    facts.folders = {folder_.string(), folder_.string(), folder_.string()};
    LoadedPipeline loaded(pipeline, library_, facts, [](std::int32_t, const std::string&) {});
    if (!loaded.faults().empty()) throw std::runtime_error(loaded.faults().front().text());

    const std::string path = (folder_ / "run.sqlite").string();
    std::filesystem::remove(path);
    {
      RunDatabase database(path, {}, loaded.facts().columns);
      for (const auto& [number, measurements] : run.images)
        database.store(number,
                       run.skipped.contains(number) ? ImageSetStatus::kSkipped : ImageSetStatus::kDone, 0, "",
                       measurements);
      for (const auto& [feature, value] : run.experiment) database.store_experiment(feature, value);
      database.finish();
    }
    RunReader reader(path);
    const ModuleInstance& module = loaded.modules().front();
    cel_context context = loaded.context_for(module);
    context.results = &reader;
    if (module.module_class().finish_run(module.module(), &module_host(), &context) != CEL_OK)
      throw std::runtime_error(context.error);
  }

  /// A module of its current revision with values in the order of its settings.
  ModuleEntry module(const std::string& name, const std::vector<std::string>& values) const {
    ModuleEntry entry;
    entry.name = name;
    entry.number = 1;
    entry.revision = library_.find(name)->revision;
    for (const std::string& value : values) entry.settings.push_back({"", value});
    return entry;
  }

  std::string content(const std::string& file) const {
    std::ifstream in(folder_ / file, std::ios::binary);
    EXPECT_TRUE(in) << file << " was not written";
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }

  std::filesystem::path folder_;
  ModuleLibrary library_;
};

}  // namespace cellerate::test
