/// Fills holes of objects by CellProfiler's rules, which also let an object swallow what lies inside it.
///
/// Source: centrosome.cpmorphology.fill_labeled_holes 1.2.3. Objects and the 4-connected components of the
/// background are nodes of a graph, 4-adjacency its edges. Not a hole is: what touches the border of the
/// plane; an object beside background that is no hole; whatever touches two different objects that are no
/// holes. Every other node takes the number of the object around it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Fills the holes of a mask that have fewer than `area_limit` pixels: all objects count as one.
void fill_mask_holes(Queue& queue, View2<const std::uint8_t> mask, double area_limit,
                     View2<std::uint8_t> filled);

/// Which pixels fill_labeled_holes() may change.
enum class FillOver { Everything, BackgroundOnly };

/// Fills holes of any size in labels 1 ... max_label. `filled` may be `labels`. The graph (a node an object,
/// not a pixel) is walked on the host: synchronises.
void fill_labeled_holes(Queue& queue, View2<const std::int32_t> labels, int max_label, FillOver over,
                        View2<std::int32_t> filled);

}  // namespace cellerate::kernel
