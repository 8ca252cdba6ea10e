/// The tables of vertices and edges that MeasureObjectSkeleton exports.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "cuda/morphology/skeleton_graph.hpp"

namespace cellerate::modules::skeleton {

struct GraphFileSettings {
  std::string folder = "Default Output Folder|", vertices = "vertices.csv", edges = "edges.csv";
};

/// Keeps the graph of an image set beside the files until the run is finished, so that their rows are in the
/// order of the image sets however these ran.
void keep_graph(const ImageSet& images, const GraphFileSettings& settings,
                const kernel::SkeletonGraph& graph);

/// Writes the files of what was kept. Only those of the last image set begin with names of columns, as
/// CellProfiler has it: other files there are where names have tags.
void write_graph_files(const Results& results, const GraphFileSettings& settings);

}  // namespace cellerate::modules::skeleton
