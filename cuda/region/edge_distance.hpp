/// Distance of points to the outlines of objects (CellProfiler's RelateObjects, minimum distance).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// For each point the Euclidean distance, in pixels, to the nearest edge pixel of its object.
/// @param edges  of object_edges: a flag for each of regions.pixels.
/// @param x, y  the points; x.size of them.
/// @param objects  the object of each point, from 1; 0 for none.
/// @param distances  NaN for a point without an object, or whose object has no edge.
void edge_distances(Queue& queue, const RegionsView& regions, View1<const std::uint8_t> edges,
                    View1<const double> x, View1<const double> y, View1<const std::int32_t> objects,
                    View1<double> distances);

}  // namespace cellerate::kernel
