/// Seeded watershed of a whole 8-bit plane in the flooding order of mahotas.
///
/// Source: mahotas.cwatershed 1.4 with 4 neighbours. The queue holds (value, counter): markers first in
/// raster order, then pixels as they are reached, each with its own value, which may be below the level the
/// flood is at. 256 queues, one a value, give that order. Serial, on the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Floods the whole of `surface` from the labels > 0 of `markers`; the result inside `mask`, and 0 outside of
/// it, where the flood does not go on when all of the mask is labeled. `labels` may be `markers`.
void flat_watershed(Queue& queue, View2<const std::uint8_t> surface, View2<const std::int32_t> markers,
                    View2<const std::uint8_t> mask, View2<std::int32_t> labels);

}  // namespace cellerate::kernel
