/// Which modules run before a group's first image set, for modules that gather what those make of all of its
/// image sets.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <vector>

#include "pipelines/loaded_pipeline.hpp"

namespace cellerate {

/// A module that gathers, by its position in the pipeline.
struct Gatherer {
  std::size_t module;
  std::size_t makers;  ///< the image that it looks at is made by the first so many modules
};

/// One run through all image sets of the group.
struct GatherPass {
  std::vector<Gatherer> gatherers;
  std::size_t modules = 0;  ///< how many of the pipeline's modules are run
};

/// As few passes as will do: a module whose image depends on what another one gathers waits for it.
std::vector<GatherPass> gather_passes(std::vector<Gatherer> gatherers);
std::vector<GatherPass> gather_passes(const LoadedPipeline& pipeline);

}  // namespace cellerate
