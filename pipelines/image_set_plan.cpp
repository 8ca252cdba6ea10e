// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/image_set_plan.hpp"

#include <algorithm>

#include "pipelines/file_list.hpp"
#include "sdk/io/sha256.hpp"

namespace cellerate {
namespace {

std::vector<FilePlane> input_files(const Pipeline& file, const RunOptions& options) {
  if (!options.file_list.empty()) return files_in_list(options.file_list);
  if (!options.input.empty()) return files_below(options.input);
  return files_of_urls(file.file_list);
}

void prepare(LoadedPipeline& pipeline, ImageSetTable& table) {
  bool renumber = false;
  for (const ModuleInstance& module : pipeline.modules()) {
    if (!module.module_class().prepare_run) continue;
    cel_context context = pipeline.context_for(module);
    context.table = &table;
    if (module.module_class().prepare_run(module.module(), &module_host(), &context) != CEL_OK)
      throw InputError(Fault{module.number(), module.name(), "", context.error}.text());
    renumber = renumber || context.renumber;
  }
  table.assign_groups(renumber);
}

bool is_wanted(const ImageSetRow& row, const RunOptions& options) {
  if (options.first && row.number < options.first) return false;
  if (options.last && row.number > options.last) return false;
  return std::all_of(options.groups.begin(), options.groups.end(), [&](const auto& wanted) {
    const auto found = row.metadata.find(wanted.first);
    return found != row.metadata.end() && found->second == wanted.second;
  });
}

/// Everything that says which image sets there are, but not where the folders lie: a run may go on elsewhere.
std::string digest(const ImageSetTable& table) {
  std::string text;
  for (const ImageSetRow& row : table.rows) {
    text += "\n" + std::to_string(row.number) + " " + std::to_string(row.group_number);
    for (const auto& [key, value] : row.metadata) text += "\n m " + key + "=" + value;
    for (const auto& [channel, planes] : row.sources)
      for (const std::size_t number : planes) {
        const FilePlane& plane = table.planes[number];
        text += "\n f " + channel + " " + plane.path.substr(plane.path.rfind('/') + 1) + " " +
                std::to_string(plane.series) + " " + std::to_string(plane.index) + " " +
                std::to_string(plane.channel);
      }
  }
  return sha256(text);
}

}  // namespace

ImageSetPlan plan_image_sets(LoadedPipeline& pipeline, const Pipeline& file, const RunOptions& options) {
  ImageSetPlan plan;
  plan.table.planes = input_files(file, options);
  prepare(pipeline, plan.table);
  if (plan.table.rows.empty())
    throw InputError("the pipeline makes no image sets of the " + std::to_string(plan.table.planes.size()) +
                     " input files");
  for (const ImageSetRow& row : plan.table.rows)
    if (is_wanted(row, options)) plan.selected.push_back(&row);
  if (plan.selected.empty())
    throw InputError("none of the " + std::to_string(plan.table.rows.size()) +
                     " image sets is in the range or group asked for");
  plan.inputs_sha256 = digest(plan.table);
  return plan;
}

}  // namespace cellerate
