// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/gather_passes.hpp"

#include <algorithm>
#include <string>

namespace cellerate {
namespace {

/// How many of the modules before `module` it takes to make an image.
std::size_t makers_of(const LoadedPipeline& pipeline, const std::string& image, std::size_t module) {
  const auto& modules = pipeline.modules();
  for (std::size_t count = module; count > 0; --count)
    for (const MadeName& made : pipeline.facts().names)
      if (made.kind == CEL_NAME_IMAGE && made.name == image &&
          made.module_number == modules[count - 1].number())
        return count;
  return module;
}

}  // namespace

std::vector<GatherPass> gather_passes(std::vector<Gatherer> gatherers) {
  std::vector<GatherPass> passes;
  while (!gatherers.empty()) {
    // Whatever the first of them makes waits for its gathering, and so does what is made after it.
    const std::size_t limit = gatherers.front().module;
    GatherPass& pass = passes.emplace_back();
    for (const Gatherer& gatherer : gatherers)
      if (gatherer.makers <= limit) {
        pass.gatherers.push_back(gatherer);
        pass.modules = std::max(pass.modules, gatherer.makers);
      }
    std::erase_if(gatherers, [&](const Gatherer& gatherer) { return gatherer.makers <= limit; });
  }
  return passes;
}

std::vector<GatherPass> gather_passes(const LoadedPipeline& pipeline) {
  std::vector<Gatherer> gatherers;
  for (std::size_t i = 0; i < pipeline.modules().size(); ++i) {
    const ModuleInstance& module = pipeline.modules()[i];
    if (!module.module_class().gathers_from) continue;
    const cel_text image = module.module_class().gathers_from(module.module());
    if (image.size)
      gatherers.push_back(
          {i, makers_of(pipeline, std::string(image.data, static_cast<std::size_t>(image.size)), i)});
  }
  return gather_passes(gatherers);
}

}  // namespace cellerate
