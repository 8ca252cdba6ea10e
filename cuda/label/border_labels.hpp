/// Which labels, the background included, lie on the border of a plane or of a mask.
///
/// Source: CellProfiler 4.2.8 FilterObjects.discard_border_objects.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Sets flags[label] = 1, also for label 0, where a pixel of the label is off in `mask` or has a 4-neighbour
/// that is off or outside of the plane; other flags stay. A null view is a mask that is on everywhere.
void flag_outside_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                         View1<std::uint8_t> flags);

/// Labels that occur, 0 among them, in the raster order of their first pixels. Serial, on the host:
/// synchronises.
std::vector<std::int32_t> labels_in_raster_order(Queue& queue, View2<const std::int32_t> labels,
                                                 int max_label);

}  // namespace cellerate::kernel
