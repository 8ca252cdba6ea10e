/// The median of 16-bit pixels under a disk or an octagon, of those that lie in the plane.
///
/// Source: skimage.filters.rank.median 0.18.3 (core_cy.pyx: _kernel_median): of an even number of pixels the
/// upper one of the two in the middle. A histogram that moves with the disk (Huang, Yang & Tang 1979,
/// doi:10.1109/TASSP.1979.1163188): time grows with the radius, not with its square.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// @param radius  of the disk dy^2 + dx^2 <= radius^2, at least 0
void rank_median(Queue& queue, View2<const std::uint16_t> image, int radius, View2<std::uint16_t> out);

/// The median under an octagon of the pixels that the mask allows (a null view: all), of an even number the
/// lower one of the two in the middle; 0 where there is none.
/// Source: centrosome 1.2.3, _filter.median_filter.
/// @param radius  half of the octagon's side to side, at least 2, cut to whole pixels
void octagon_median(Queue& queue, View2<const std::uint16_t> image, View2<const std::uint8_t> mask,
                    double radius, View2<std::uint16_t> out);

/// Pixels as skimage's rank filters get them from CellProfiler: pixel * 65535 cut to 16 bits, whose higher
/// bits are lost, and 0 outside the mask (a null view: everywhere inside).
void to_rank_levels(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                    View2<std::uint16_t> out);
void to_rank_levels(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                    View2<std::uint16_t> out);

}  // namespace cellerate::kernel
