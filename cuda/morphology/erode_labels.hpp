/// Objects made smaller by a structuring element, each for itself.
///
/// Source: skimage.morphology.binary_erosion 0.18.3 of each object; CellProfiler 4.2.8 ErodeObjects.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/morphology/footprint.hpp"

namespace cellerate::kernel {

/// Keeps the label where all pixels of the footprint have it; the outside of the plane counts as any label.
void erode_labels(Queue& queue, View2<const std::int32_t> labels, const std::vector<Offset>& footprint,
                  View2<std::int32_t> eroded);

/// Gives labels that `eroded` has lost back their pixels furthest from the edge of the object. The outside of
/// the plane is no edge. On the host: synchronises.
void restore_midpoints(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> eroded);

}  // namespace cellerate::kernel
