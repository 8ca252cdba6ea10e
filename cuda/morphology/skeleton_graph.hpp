/// A skeleton as a graph: its trunks, branch points and ends, and the lines between them.
///
/// Source: CellProfiler 4.2.8 MeasureObjectSkeleton.make_objskeleton_graph;
/// centrosome.cpmorphology.label_skeleton 1.2.3. On the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/morphology/object_skeleton.hpp"

namespace cellerate::kernel {

struct SkeletonVertex {
  int y, x;
  std::int32_t label;
  char kind;  ///< T: trunk, B: branch point, E: end
};

struct SkeletonEdge {
  int first, second;    ///< vertices, counted from 1
  std::int64_t length;  ///< pixels, both vertices included
  double intensity;     ///< sum over these pixels
};

struct SkeletonGraph {
  std::vector<SkeletonVertex> vertices;  ///< in raster order
  std::vector<SkeletonEdge> edges;       ///< by second, then by first vertex; of several the shortest
};

/// @param intensity  in host memory
SkeletonGraph skeleton_graph(const ObjectSkeleton& skeleton, View2<const float> intensity);

}  // namespace cellerate::kernel
