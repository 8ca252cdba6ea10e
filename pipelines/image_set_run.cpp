// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/image_set_run.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>

#include "cuda/core/buffer.hpp"
#include "pipelines/gather_passes.hpp"
#include "sdk/io/image_writer.hpp"

namespace cellerate {
namespace {

using Hook = cel_status (*cel_module_class::*)(const void*, const cel_host*, cel_context*);

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void save_label_images(ImageSetState& state, const std::filesystem::path& folder) {
  for (const auto& [name, objects] : state.objects) {
    const std::int64_t plane = objects.shape.size();
    const HostRead<std::int32_t> labels(state.queue, static_cast<const std::int32_t*>(objects.labels.get()),
                                        plane * objects.layers);
    std::vector<const std::int32_t*> layers;
    for (int layer = 0; layer < objects.layers; ++layer) layers.push_back(labels.data() + layer * plane);
    write_labels(folder / (name + "_" + std::to_string(state.row.number) + ".tif"), objects.shape.height,
                 objects.shape.width, layers);
  }
}

/// One image set on its way through the modules.
class ImageSetRun {
 public:
  ImageSetRun(const RunContext& run, const ImageSetRow& row, ImageSources& sources, Queue& queue,
              GroupSlots* group, ImageSetObserver* observer = nullptr)
      : run_(run), state_(queue, row), sources_(sources), group_(group), observer_(observer) {
    state_.measurements.objects["Image"] = row.values;
    measure("Group_Number", CEL_VALUE_INTEGER, static_cast<double>(row.group_number), 0);
    measure("Group_Index", CEL_VALUE_INTEGER, static_cast<double>(row.group_index), 0);
    measure("Group_Length", CEL_VALUE_INTEGER, static_cast<double>(row.group_length), 0);
  }

  const ImageSetRow& row() const { return state_.row; }
  const ImageSetOutcome& outcome() const { return outcome_; }

  /// Calls the hook of every module that has it, until one fails, skips the image set or is cancelled.
  void call(Hook hook) {
    for (const ModuleInstance& module : run_.pipeline.modules())
      if (module.module_class().*hook && outcome_.goes_on()) call(hook, module);
  }

  void run_modules() {
    bool exporting = false;
    for (const ModuleInstance& module : run_.pipeline.modules()) {
      if (run_.cancel) outcome_.cancelled = true;
      if (!outcome_.goes_on()) return;
      exporting = exporting || module.is_exporter();
      const double began = thread_seconds();
      if (module.module_class().run) call(&cel_module_class::run, module);
      if (!group_) release_images(module.number());
      if (!exporting) measure_call(module, thread_seconds() - began);
      if (observer_ && outcome_.goes_on()) observer_->after_module(module, state_);
    }
  }

  /// Runs modules for what others gather of their images. Whoever skips the image set does so later, too.
  void gather(const GatherPass& pass) {
    const auto& modules = run_.pipeline.modules();
    for (std::size_t done = 0;; ++done) {
      for (const Gatherer& gatherer : pass.gatherers)
        if (gatherer.makers == done && outcome_.goes_on())
          call(&cel_module_class::gather, modules[gatherer.module]);
      if (run_.cancel) outcome_.cancelled = true;
      if (done == pass.modules || !outcome_.goes_on()) return;
      if (modules[done].module_class().run) call(&cel_module_class::run, modules[done]);
      if (outcome_.status == ImageSetStatus::kSkipped) outcome_.status = ImageSetStatus::kDone;
    }
  }

  /// Also where the image set itself failed or was skipped: the group has others.
  void finish_group() {
    for (const ModuleInstance& module : run_.pipeline.modules())
      if (module.module_class().finish_group && !outcome_.cancelled &&
          !call(&cel_module_class::finish_group, module))
        return;
  }

  /// Nothing of the group can be run.
  void fail(const ImageSetOutcome& whole_group) {
    outcome_.status = whole_group.status;
    outcome_.cancelled = whole_group.cancelled;
    outcome_.error = whole_group.error;
  }

  /// The measurements are complete: nothing runs afterwards.
  const ImageSetOutcome& finish() {
    if (!run_.save_labels.empty() && outcome_.goes_on()) save_label_images(state_, run_.save_labels);
    if (observer_) observer_->at_end(state_);
    outcome_.measurements = std::move(state_.measurements);
    outcome_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    return outcome_;
  }

 private:
  /// Gives the memory of images that no module after this one needs to those that follow.
  void release_images(int module) {
    const auto& users = run_.pipeline.facts().image_users;
    std::erase_if(state_.images, [&](const auto& image) {
      const auto of_image = users.find(image.first);
      const bool needed = of_image != users.end() && *of_image->second.rbegin() > module;
      return !needed && !state_.is_parent(image.first);
    });
  }

  /// @return whether the hook did all that it had to do
  bool call(Hook hook, const ModuleInstance& module) {
    cel_context context = run_.pipeline.context_for(module);
    context.state = &state_;
    context.sources = &sources_;
    context.group = group_;
    context.cancelled = &run_.cancel;
    switch ((module.module_class().*hook)(module.module(), &module_host(), &context)) {
      case CEL_OK:
        return true;
      case CEL_SKIPPED:
        outcome_.status = ImageSetStatus::kSkipped;
        return false;
      case CEL_CANCELLED:
        outcome_.cancelled = true;
        return false;
      default:
        if (outcome_.status == ImageSetStatus::kFailed) return false;  // the first failure is the one to tell
        outcome_.status = ImageSetStatus::kFailed;
        outcome_.error = Fault{module.number(), module.name(), "", context.error}.text() + " (image set " +
                         std::to_string(row().number) + ")";
        return false;
    }
  }

  void measure_call(const ModuleInstance& module, double seconds) {
    const bool failed = outcome_.status == ImageSetStatus::kFailed;
    measure("ModuleError_" + module.numbered_name(), CEL_VALUE_INTEGER, failed, module.number());
    if (!failed && !outcome_.cancelled)
      measure("ExecutionTime_" + module.numbered_name(), CEL_VALUE_F64, seconds, module.number());
  }

  void measure(const std::string& feature, std::int32_t type, double value, int module) {
    state_.measurements.objects["Image"][feature] = {type, {value}, {}, module};
  }

  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  const RunContext& run_;
  ImageSetState state_;
  ImageSources& sources_;
  GroupSlots* group_;
  ImageSetObserver* observer_;
  ImageSetOutcome outcome_;
};

/// Lets modules look at all image sets of a group before the first is run. @return the first failure
ImageSetOutcome gather(const RunContext& run, const FileInputs& files,
                       const std::vector<const ImageSetRow*>& rows, Queue& queue, GroupSlots& slots) {
  for (const GatherPass& pass : gather_passes(run.pipeline))
    for (const ImageSetRow* row : rows) {
      SourceReader sources(files.table, *row, files.planes);
      ImageSetRun image_set(run, *row, sources, queue, &slots);
      image_set.gather(pass);
      if (!image_set.outcome().goes_on()) return image_set.finish();
    }
  return {};
}

}  // namespace

const ModuleInstance* first_group_module(const LoadedPipeline& pipeline) {
  for (const ModuleInstance& module : pipeline.modules()) {
    const cel_module_class& kind = module.module_class();
    if (!kind.prepare_group && !kind.finish_group && !kind.gather) continue;
    if (!kind.works_on_groups || kind.works_on_groups(module.module())) return &module;
  }
  return nullptr;
}

bool needs_groups(const LoadedPipeline& pipeline) { return first_group_module(pipeline) != nullptr; }

ImageSetOutcome run_image_set(const RunContext& run, const ImageSetRow& row, ImageSources& sources,
                              Queue& queue, ImageSetObserver& observer) {
  ImageSetRun image_set(run, row, sources, queue, nullptr, &observer);
  image_set.run_modules();
  return image_set.finish();
}

void run_image_sets(const RunContext& run, const FileInputs& files,
                    const std::vector<const ImageSetRow*>& rows, Queue& queue,
                    const std::function<void(const ImageSetRow&, const ImageSetOutcome&)>& done) {
  const bool grouped = needs_groups(run.pipeline);
  GroupSlots slots;
  ImageSetOutcome group;
  for (const ImageSetRow* row : rows) {
    SourceReader sources(files.table, *row, files.planes);
    ImageSetRun image_set(run, *row, sources, queue, grouped ? &slots : nullptr);
    if (grouped && row == rows.front()) {
      image_set.call(&cel_module_class::prepare_group);
      group = gather(run, files, rows, queue, slots);
    }
    if (!group.goes_on()) image_set.fail(group);
    image_set.run_modules();
    if (grouped && row == rows.back() && group.goes_on()) image_set.finish_group();
    done(*row, image_set.finish());
    if (image_set.outcome().cancelled) return;
  }
}

}  // namespace cellerate
