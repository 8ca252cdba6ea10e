// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/host/submittable_pipeline.hpp"

#include <algorithm>

#include "pipelines/run.hpp"
#include "sdk/data/image_set_table.hpp"

namespace cellerate {
namespace {

bool is_made(const PipelineFacts& facts, const std::string& image) {
  return std::any_of(facts.names.begin(), facts.names.end(),
                     [&](const MadeName& made) { return made.kind == CEL_NAME_IMAGE && made.name == image; });
}

/// Images that modules need and none makes, one a line.
std::string lacking_images(const PipelineFacts& facts) {
  std::string names;
  for (const auto& [image, users] : facts.image_users)
    if (!is_made(facts, image)) names += (names.empty() ? "" : "\n") + image;
  return names;
}

bool has_column(const PipelineFacts& facts, int module_number, const std::string& feature) {
  return std::any_of(facts.columns.begin(), facts.columns.end(), [&](const DeclaredColumn& column) {
    return column.module_number == module_number && column.object == "Image" && column.feature == feature;
  });
}

std::unique_ptr<LoadedPipeline> load(const PipelineSource& source) {
  PipelineFacts facts = source.facts;
  if (!facts.options.contains("data-file")) {
    // Without its table, a module that loads what a table names gives the images that nobody else makes.
    std::string& submitted = facts.options["submitted-images"];
    const LoadedPipeline without(source.file, *source.library, facts,
                                 [](std::int32_t, const std::string&) {});
    if (without.facts().options.contains("unknown-inputs")) submitted = lacking_images(without.facts());
  }
  return std::make_unique<LoadedPipeline>(source.file, *source.library, std::move(facts), source.log);
}

std::vector<ChannelInfo> channels_of(const PipelineFacts& facts) {
  std::vector<ChannelInfo> channels;
  for (const MadeName& made : facts.names) {
    const std::string prefix = made.kind == CEL_NAME_OBJECTS ? "ObjectsURL_" : "URL_";
    if (has_column(facts, made.module_number, prefix + made.name))
      channels.push_back({made.kind, made.name, made.module_number});
  }
  return channels;
}

}  // namespace

SubmittablePipeline::SubmittablePipeline(const PipelineSource& source)
    : loaded_(load(source)), channels_(channels_of(loaded_->facts())) {
  for (const ChannelInfo& channel : channels_) last_input_ = std::max(last_input_, channel.module_number);
}

void SubmittablePipeline::prepare(bool exports) {
  ImageSetTable table;
  for (const ModuleInstance& module : loaded_->modules()) {
    if (!module.module_class().prepare_run || module.number() <= last_input_) continue;
    if (module.is_exporter() && !exports) continue;
    cel_context context = loaded_->context_for(module);
    context.table = &table;
    if (module.module_class().prepare_run(module.module(), &module_host(), &context) != CEL_OK)
      throw InputError(Fault{module.number(), module.name(), "", context.error}.text());
  }
}

}  // namespace cellerate
