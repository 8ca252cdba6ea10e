/// Masks derived from a label image, pixel by pixel from the pixel and its neighbours.
///
/// Source: centrosome.cpmorphology.adjacent, centrosome.outline.outline 1.2.3.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// 1 where there is a label.
void labeled_pixels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask);

/// 1 where there is a label and `allowed`, which may be null, is not 0.
void labeled_pixels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> allowed,
                    View2<std::uint8_t> mask);

/// 1 where the label is above 0; the labels of a watershed may be below.
void positive_labels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask);

/// 1 where there is none.
void unlabeled_pixels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask);

/// 1 for labeled pixels that have another label among their 8 neighbours.
void adjacent_pixels(Queue& queue, View2<const std::int32_t> labels, View2<std::uint8_t> mask);

/// The label where one of the 8 neighbours differs or is outside the plane, 0 elsewhere.
void outline(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> outlines);

/// The labels of those pixels that `kept` labels too, 0 elsewhere. `result` may be `labels`.
void keep_labeled(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> kept,
                  View2<std::int32_t> result);

/// out = `labels` where `where` has a label; elsewhere `out` stays.
void replace_labeled(Queue& queue, View2<const std::int32_t> where, View2<const std::int32_t> labels,
                     View2<std::int32_t> out);

/// IdentifyTertiaryObjects: `outer` without the pixels of `inner`; with keep_rim the outline of `inner`
/// stays.
void subtract_objects(Queue& queue, View2<const std::int32_t> outer, View2<const std::int32_t> inner,
                      bool keep_rim, View2<std::int32_t> difference);

}  // namespace cellerate::kernel
