/// Where the pixels of objects lie between a centre and the edge (CellProfiler's
/// MeasureObjectIntensityDistribution).
///
/// Distances from a centre run inside the objects, over 8 neighbours, in steps of 1 and sqrt(2). Serial, on
/// the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/numeric/ties.hpp"

namespace cellerate::kernel {

/// How distances become shares of a radius.
struct RadialScale {
  bool to_edge = true;  ///< of each pixel's way from the centre to the edge; else of a fixed radius
  double radius = 1;
};

/// Of each pixel of a set's pixel index, on the host.
struct RadialMap {
  std::vector<double> distances;     ///< shares of the radius; negative where a pixel belongs to no centre
  std::vector<std::uint8_t> wedges;  ///< one of eight around the centre
};

/// From the pixel of each object that is farthest from its edge. Of several the one that NumPy's introsort of
/// the whole plane puts last, or the first; the plane's border is no edge.
RadialMap radial_map(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     RadialScale scale, Ties ties = Ties::Exact);

enum class OtherObjects { Centers, Edges };
/// From the nearest centre of other objects, or from their outlines; then the pixels of the others belong to
/// no centre. Ways lead through all objects. Pixels that no way reaches belong to the centre nearest to their
/// object's, as the crow flies.
/// @throws std::invalid_argument if there are such pixels and no centres
RadialMap radial_map(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     View2<const std::int32_t> others, OtherObjects from, RadialScale scale);

}  // namespace cellerate::kernel
