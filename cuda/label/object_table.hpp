/// Tables with one entry a label, and planes rewritten through them: areas, border objects, filters,
/// renumbering.
///
/// Tables are indexed by the label itself; entry 0 is the background. Source: CellProfiler 4.2.8
/// IdentifyPrimaryObjects.filter_on_size, filter_on_border; centrosome.cpmorphology.relabel.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Pixels of each label; areas.size - 1 is the highest label counted.
void label_areas(Queue& queue, View2<const std::int32_t> labels, View1<std::int32_t> areas);

/// Sets flags[label] = 1 for labels in the first or last row or column; other flags stay.
void flag_border_labels(Queue& queue, View2<const std::int32_t> labels, View1<std::uint8_t> flags);

/// Sets flags[label] = 1 for labels with a pixel on the inner edge of `mask` (mask and not its erosion by a
/// cross, the outside of the image being off); other flags stay.
void flag_mask_border_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                             View1<std::uint8_t> flags);

/// Sets flags[label] = 1 for labels that have a pixel in `mask`, and for all labels where it is a null view.
void flag_labels_in(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                    View1<std::uint8_t> flags);

/// Sets flags[label] = 1 where areas[label] is below `smallest` or above `largest`; other flags stay.
void flag_areas_outside(Queue& queue, View1<const std::int32_t> areas, double smallest, double largest,
                        View1<std::uint8_t> flags);

/// New numbers 1, 2, ... for the flagged labels, in their order; 0 for the others. @return how many are
/// flagged. Synchronises.
int number_flagged(Queue& queue, View1<const std::uint8_t> flags, View1<std::int32_t> table);

/// out = table[label]; a label beyond the table becomes 0. `out` may be `labels`.
void apply_table(Queue& queue, View2<const std::int32_t> labels, View1<const std::int32_t> table,
                 View2<std::int32_t> out);

/// out = label, or 0 where it is flagged; labels beyond the flags stay. `out` may be `labels`.
void remove_flagged(Queue& queue, View2<const std::int32_t> labels, View1<const std::uint8_t> flags,
                    View2<std::int32_t> out);

/// Closes the gaps in the numbering, keeping the order. `out` may be `labels`. @param max_label highest
/// label.
/// @return the new highest label. Synchronises.
int relabel(Queue& queue, View2<const std::int32_t> labels, int max_label, View2<std::int32_t> out);

/// table[label] = the highest value of `values` over the label's pixels, at least 0 (scipy.ndimage.maximum
/// for labels).
void highest_value(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> values,
                   View1<std::int32_t> table);

}  // namespace cellerate::kernel
