/// A pipeline whose modules exist: every fault at once, and what the modules declared.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipelines/model.hpp"
#include "sdk/src/module_context.hpp"
#include "sdk/src/module_library.hpp"
#include "sdk/src/pipeline_facts.hpp"

namespace cellerate {

/// An enabled module of the pipeline, made from its settings.
class ModuleInstance {
 public:
  ModuleInstance(const cel_module_class* module_class, void* module, int number, std::string name)
      : class_(module_class),
        module_(module, module_class->destroy),
        number_(number),
        name_(std::move(name)) {}
  const cel_module_class& module_class() const { return *class_; }
  const void* module() const { return module_.get(); }
  int number() const { return number_; }
  const std::string& name() const { return name_; }  ///< as in the pipeline file
  /// From the first exporter on CellProfiler records no ModuleError and ExecutionTime.
  /// A measuring module may have work at the end of a run, too: the category tells them apart.
  bool is_exporter() const {
    return class_->finish_run && std::string_view(class_->category) == "File Processing";
  }
  /// "05IdentifyPrimaryObjects", as in ExecutionTime_05IdentifyPrimaryObjects.
  std::string numbered_name() const;

 private:
  const cel_module_class* class_;
  std::unique_ptr<void, void (*)(void*)> module_;
  int number_;
  std::string name_;
};

class LoadedPipeline {
 public:
  /// Makes the modules and lets them declare. Does not throw for what is wrong with the pipeline: see
  /// faults().
  /// @param facts folders and options; the rest is filled here.
  LoadedPipeline(const Pipeline& pipeline, const ModuleLibrary& library, PipelineFacts facts,
                 LogFunction log);

  const std::vector<ModuleInstance>& modules() const { return modules_; }
  const std::vector<Fault>& faults() const { return faults_; }
  PipelineFacts& facts() { return facts_; }
  const PipelineFacts& facts() const { return facts_; }
  /// A context for a call of one of the modules, with what every phase has.
  cel_context context_for(const ModuleInstance& module);

 private:
  void create(const ModuleEntry& entry, const ModuleLibrary& library);
  void declare(const ModuleInstance& module);
  /// Whatever a module that is not there names, it may have made: later modules are not blamed for that.
  void assume_made(const ModuleEntry& entry);

  PipelineFacts facts_;
  LogFunction log_;
  std::vector<ModuleInstance> modules_;
  std::vector<Fault> faults_;
};

}  // namespace cellerate
