/// Plateaus that no pixel nearby exceeds.
///
/// Source: mahotas.regmax 1.4 with a square of ones. A pixel is a candidate if nothing in its square is
/// higher; a candidate with an equal pixel in its square that is none is discarded, and with it all
/// candidates that can be reached from square to square. A square of even side reaches one pixel further up
/// and left, so that it depends on the order whether a candidate is reached: raster order, as in mahotas.
/// Serial, on the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// 1 for the regional maxima of `image`. @param side of the square, at least 1; with 1 all pixels are maxima
void regional_maxima(Queue& queue, View2<const std::uint8_t> image, int side, View2<std::uint8_t> maxima);

}  // namespace cellerate::kernel
