/// Where secondary objects grow from and how far.
/// Source: CellProfiler 4.2.8, IdentifySecondaryObjects.run.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// The primary objects' labels before any were discarded, without the pixels of discarded ones; but objects
/// that touch the border of the plane stay, so that nothing else grows over them. @param max_label highest of
/// `unedited`
void seeds_of_primaries(Queue& queue, View2<const std::int32_t> unedited, View2<const std::int32_t> segmented,
                        int max_label, View2<std::int32_t> seeds);

/// 1 where there is foreground or a seed, and the mask has it. A mask without data stands for all pixels.
void growth_area(Queue& queue, View2<const std::uint8_t> foreground, View2<const std::int32_t> seeds,
                 View2<const std::uint8_t> mask, View2<std::uint8_t> area);

/// Takes back what grew further than `limit`, in place; seeds stay.
void limit_growth(Queue& queue, View2<const std::int32_t> seeds, View2<const double> distances, double limit,
                  View2<std::int32_t> labels);

}  // namespace cellerate::kernel
