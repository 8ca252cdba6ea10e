/// Labels grown into the background by distance.
///
/// Source: CellProfiler 4.2.8 ExpandOrShrinkObjects (expand) and IdentifySecondaryObjects (Distance - N):
/// each background pixel at most `distance` away takes the label of the nearest labeled pixel; ties as in
/// nearest_zero().
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// `expanded` may be `labels`. @param distance in pixels, at least 0; infinity for no limit.
void expand_labels(Queue& queue, View2<const std::int32_t> labels, double distance,
                   View2<std::int32_t> expanded);

}  // namespace cellerate::kernel
