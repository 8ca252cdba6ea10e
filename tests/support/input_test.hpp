/// Runs input modules on files that a test names or draws: which image sets they make, and what they load.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipelines/file_list.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "sdk/io/image_writer.hpp"
#include "sdk/src/module_context.hpp"
#include "tests/support/kernel_test.hpp"
#include "tests/support/pipeline_test.hpp"

extern "C" const cel_plugin_entry_fn cel_builtin_modules[];

namespace cellerate::test {

class InputTest : public EveryDevice {
 protected:
  void SetUp() override {
    EveryDevice::SetUp();
    library_.add_builtin(cel_builtin_modules);
    facts_.folders = {folder_.path().string(), folder_.path().string(), folder_.path().string()};
  }

  /// A path in the test's folder.
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  /// Files of the file list; they need not exist to make image sets.
  void files(const std::vector<std::string>& names) {
    std::vector<std::string> paths;
    for (const auto& name : names) paths.push_back(path(name));
    table_.planes = files_of_urls(paths);
  }
  /// A TIFF file, gray or with interleaved channels.
  template <class T>
  void tiff(const std::string& name, PixelType type, Shape2 shape, const std::vector<T>& samples) {
    write_tiff(folder_ / name, {.height = shape.height,
                                .width = shape.width,
                                .channels = static_cast<int>(samples.size() / shape.size()),
                                .type = type,
                                .pixels = samples.data()});
  }
  void text_file(const std::string& name, const std::string& text) { write_file(folder_ / name, text); }
  void option(const std::string& name, const std::string& value) { facts_.options[name] = value; }

  /// Adds a module with setting values, one a line, of its current revision if none is given.
  void module(const std::string& name, const std::vector<std::string>& values, int revision = 0) {
    ModuleEntry& entry = file_.modules.emplace_back();
    entry.name = name;
    entry.number = static_cast<int>(file_.modules.size());
    entry.revision = revision ? revision : library_.find(name)->revision;
    for (const auto& value : values) entry.settings.push_back({"", value});
  }

  void load() {
    warnings_.clear();
    pipeline_ = std::make_unique<LoadedPipeline>(
        file_, library_, facts_, [this](std::int32_t, const std::string& text) { warnings_ += text + "\n"; });
  }
  std::string faults() {
    if (!pipeline_) load();
    std::string all;
    for (const Fault& fault : pipeline_->faults()) all += fault.text() + "\n";
    return all;
  }
  const std::string& warnings() const { return warnings_; }
  const std::vector<DeclaredColumn>& columns() const { return pipeline_->facts().columns; }

  /// Makes the image sets. What goes wrong is thrown as std::runtime_error.
  void prepare() {
    if (!faults().empty()) throw std::runtime_error(faults());
    bool renumber = false;
    for (const ModuleInstance& module : pipeline_->modules()) {
      if (!module.module_class().prepare_run) continue;
      cel_context context = pipeline_->context_for(module);
      context.table = &table_;
      if (module.module_class().prepare_run(module.module(), &module_host(), &context) != CEL_OK)
        throw std::runtime_error(context.error);
      renumber = renumber || context.renumber;
    }
    table_.assign_groups(renumber);
  }
  /// What goes wrong when the image sets are made; empty if nothing does.
  std::string error() {
    try {
      prepare();
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return "";
  }
  /// Runs the modules on an image set, by its place in the table.
  void run(std::size_t row = 0) {
    state_ = std::make_unique<ImageSetState>(queue(), table_.rows.at(row));
    SharedPlanes planes(table_);
    SourceReader sources(table_, table_.rows.at(row), planes);
    for (const ModuleInstance& module : pipeline_->modules()) {
      if (!module.module_class().run) continue;
      cel_context context = pipeline_->context_for(module);
      context.state = state_.get();
      context.sources = &sources;
      if (module.module_class().run(module.module(), &module_host(), &context) != CEL_OK)
        throw std::runtime_error(context.error);
    }
  }

  ImageSetTable& table() { return table_; }
  /// File names of a channel, set by set.
  std::vector<std::string> file_names(const std::string& channel) const {
    std::vector<std::string> names;
    for (const auto& row : table_.rows) {
      const auto& plane = table_.planes.at(row.sources.at(channel).at(0));
      names.push_back(std::filesystem::path(plane.path).filename().string());
    }
    return names;
  }
  /// Texts of a measurement made before the run, set by set; "-" where there is none.
  std::vector<std::string> texts(const std::string& feature) const {
    std::vector<std::string> all;
    for (const auto& row : table_.rows) {
      const auto found = row.values.find(feature);
      all.push_back(found == row.values.end() || found->second.texts.empty() ? "-" : found->second.texts[0]);
    }
    return all;
  }
  std::vector<double> numbers(const std::string& feature) const {
    std::vector<double> all;
    for (const auto& row : table_.rows) all.push_back(row.values.at(feature).values.at(0));
    return all;
  }

  const StoredImage& image(const std::string& name) const { return state_->images.at(name); }
  std::vector<float> pixels(const std::string& name) {
    const StoredImage& stored = image(name);
    return download(queue(), static_cast<const float*>(stored.pixels.get()),
                    stored.shape.size() * stored.channels);
  }
  std::vector<std::uint8_t> bits(const std::string& name) {
    return download(queue(), static_cast<const std::uint8_t*>(image(name).pixels.get()),
                    image(name).shape.size());
  }
  std::vector<std::int32_t> labels(const std::string& name) {
    const StoredObjects& stored = state_->objects.at(name);
    return download(queue(), static_cast<const std::int32_t*>(stored.labels.get()), stored.shape.size());
  }
  const Measurement& measured(const std::string& object, const std::string& feature) const {
    const Measurement* found = state_->measurements.find(object, feature);
    if (!found) throw std::invalid_argument(object + " has no " + feature);
    return *found;
  }

 private:
  TemporaryFolder folder_;
  ModuleLibrary library_;
  Pipeline file_;
  PipelineFacts facts_;
  ImageSetTable table_;
  std::string warnings_;
  std::unique_ptr<LoadedPipeline> pipeline_;
  std::unique_ptr<ImageSetState> state_;
};

}  // namespace cellerate::test
