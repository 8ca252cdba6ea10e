/// One image set in which a test puts images, objects and measurements, and in which it then runs modules
/// through the same ABI as the host does.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "pipelines/loaded_pipeline.hpp"
#include "sdk/data/image_set_state.hpp"
#include "sdk/src/module_context.hpp"

extern "C" const cel_plugin_entry_fn cel_builtin_modules[];

namespace cellerate::test {

class ModuleRun {
 public:
  /// Begins an image set on a queue that outlives this.
  void begin(Queue& queue) {
    queue_ = &queue;
    library_ = ModuleLibrary();
    library_.add_builtin(cel_builtin_modules);
    facts_ = PipelineFacts();
    state_ = std::make_unique<ImageSetState>(queue, row_);
  }

  /// A gray image (or color, interleaved), with a mask of its own if one is given.
  void image(const std::string& name, Shape2 shape, const std::vector<float>& pixels,
             const std::vector<std::uint8_t>& mask = {}) {
    StoredImage& stored =
        add_image(name, shape, CEL_F32, shape.empty() ? 1 : static_cast<int>(pixels.size() / shape.size()));
    stored.pixels = on_device(pixels);
    if (!mask.empty()) stored.mask = on_device(mask);
  }
  void binary(const std::string& name, Shape2 shape, const std::vector<std::uint8_t>& pixels) {
    add_image(name, shape, CEL_BOOL, 1).pixels = on_device(pixels);
  }
  void objects(const std::string& name, Shape2 shape, const std::vector<std::int32_t>& labels) {
    StoredObjects& stored = state_->objects[name];
    stored = StoredObjects{};
    stored.shape = shape;
    stored.count = labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end());
    stored.labels = on_device(labels);
    stored.regions.resize(1);
    facts_.names.push_back({CEL_NAME_OBJECTS, name, 0});
  }
  /// Declares that a module before relates two object sets.
  void relationship(const std::string& relationship, const std::string& first, const std::string& second) {
    facts_.relationships.push_back({0, relationship, first, second});
  }
  /// What objects were found before some of them were discarded, the small ones apart.
  void found(const std::string& name, const std::vector<std::int32_t>& small_removed) {
    state_->objects.at(name).small_removed = on_device(small_removed);
  }
  void measurement(const std::string& object, const std::string& feature, const std::vector<double>& values) {
    state_->measurements.objects[object][feature] = {CEL_VALUE_F64, values, {}, 0};
    facts_.columns.push_back({object, feature, CEL_VALUE_F64, 0, "", 0, false});
  }
  /// The folder that modules see as that of input, output and pipeline.
  void folder(const std::string& path) { facts_.folders = {path, path, path}; }
  /// Declares a measurement of text, which nobody measures.
  void text_column(const std::string& object, const std::string& feature) {
    facts_.columns.push_back({object, feature, CEL_VALUE_TEXT, 0, "", 0, false});
  }

  /// Loads a module of these setting lines ("text:value", one a line), of its current revision if none is
  /// given. What is wrong with them is in faults().
  void load(const std::string& module, const std::string& lines, int revision = 0) {
    load(module, parse(lines), revision);
  }
  void load(const std::string& module, const std::vector<SettingLine>& settings, int revision = 0) {
    const cel_module_class* found = library_.find(module);
    if (!found) throw std::invalid_argument("there is no module " + module);
    Pipeline pipeline;
    ModuleEntry& entry = pipeline.modules.emplace_back();
    entry.name = module;
    entry.number = 1;
    entry.revision = revision ? revision : found->revision;
    entry.settings = settings;
    pipeline_ =
        std::make_unique<LoadedPipeline>(pipeline, library_, facts_, [](std::int32_t, const std::string&) {});
  }
  std::string faults() const {
    std::string all;
    for (const Fault& fault : pipeline_->faults()) all += fault.text() + "\n";
    return all;
  }
  /// Loads a module and runs it; a failure throws std::runtime_error with the module's message.
  void run(const std::string& module, const std::string& lines, int revision = 0) {
    load(module, lines, revision);
    run();
  }
  /// Runs the module that is loaded.
  void run() {
    if (!pipeline_->faults().empty()) throw std::runtime_error(faults());
    if (run_hook(pipeline_->modules().front()) != CEL_OK) throw std::runtime_error(error_);
  }
  /// What the module's hook returns.
  cel_status run_hook(const ModuleInstance& instance) {
    cel_context context = pipeline_->context_for(instance);
    context.state = state_.get();
    context.group = &group_;
    const cel_status status = instance.module_class().run(instance.module(), &module_host(), &context);
    error_ = context.error;
    return status;
  }
  /// Makes an image that a module has offered, if it was.
  void make_offered(const std::string& image) {
    if (const auto make = state_->offers.extract(image)) make.mapped()();
  }

  /// Every declared column was measured and nothing else.
  void expect_declared_columns_are_measured() const {
    for (const DeclaredColumn& column : pipeline_->facts().columns)
      if (is_of_module(column)) {
        EXPECT_TRUE(state_->measurements.find(column.object, column.feature))
            << column.object << " " << column.feature;
      }
    for (const auto& [object, features] : state_->measurements.objects)
      for (const auto& [feature, measurement] : features)
        if (measurement.module_number == 1) {
          EXPECT_TRUE(is_declared(object, feature)) << object << " " << feature;
        }
  }

  std::vector<double> values(const std::string& object, const std::string& feature) const {
    const Measurement* found = state_->measurements.find(object, feature);
    if (!found) throw std::invalid_argument(object + " has no " + feature);
    return found->values;
  }
  std::vector<float> pixels(const std::string& image) {
    const StoredImage& stored = state_->images.at(image);
    return download(*queue_, static_cast<const float*>(stored.pixels.get()),
                    stored.shape.size() * stored.channels);
  }
  std::vector<std::uint8_t> bits(const std::string& binary_image) {
    const StoredImage& stored = state_->images.at(binary_image);
    return download(*queue_, static_cast<const std::uint8_t*>(stored.pixels.get()), stored.shape.size());
  }
  std::vector<std::int32_t> labels(const std::string& objects) {
    const StoredObjects& stored = state_->objects.at(objects);
    return download(*queue_, static_cast<const std::int32_t*>(stored.labels.get()),
                    stored.shape.size() * stored.layers);
  }
  ImageSetState& state() { return *state_; }
  const ImageSetState& state() const { return *state_; }
  const LoadedPipeline& pipeline() const { return *pipeline_; }
  const ModuleLibrary& library() const { return library_; }

 private:
  StoredImage& add_image(const std::string& name, Shape2 shape, int type, int channels) {
    StoredImage& stored = state_->images[name];
    stored = StoredImage{};
    stored.type = type;
    stored.shape = shape;
    stored.channels = channels;
    facts_.names.push_back({CEL_NAME_IMAGE, name, 0});
    return stored;
  }
  template <class T>
  SharedMemory on_device(const std::vector<T>& values) {
    auto buffer = std::make_shared<Buffer<T>>(upload(*queue_, values));
    return SharedMemory(buffer, buffer->data());
  }
  static std::vector<SettingLine> parse(const std::string& lines) {
    std::vector<SettingLine> settings;
    for (std::size_t begin = 0; begin < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', begin), lines.size());
      std::string line = lines.substr(begin, end - begin);
      line.erase(0, line.find_first_not_of(' '));
      if (const std::size_t colon = line.find(':'); colon != std::string::npos)
        settings.push_back({line.substr(0, colon), line.substr(colon + 1)});
      begin = end + 1;
    }
    return settings;
  }

  /// ModuleError and ExecutionTime are the run's own; the experiment is measured when the run is done.
  static bool is_of_module(const DeclaredColumn& column) {
    return column.module_number == 1 && column.object != "Experiment" &&
           column.feature.rfind("ModuleError_", 0) != 0 && column.feature.rfind("ExecutionTime_", 0) != 0;
  }
  bool is_declared(const std::string& object, const std::string& feature) const {
    for (const DeclaredColumn& column : pipeline_->facts().columns)
      if (column.object == object && column.feature == feature) return true;
    return false;
  }

  Queue* queue_ = nullptr;
  ModuleLibrary library_;
  ImageSetRow row_{.number = 1};
  PipelineFacts facts_;
  std::unique_ptr<ImageSetState> state_;
  GroupSlots group_;
  std::string error_;
  std::unique_ptr<LoadedPipeline> pipeline_;
};

}  // namespace cellerate::test
