/// Planes stretched over the range of a byte. Source: mahotas.stretch 1.4.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Lowest to highest value spread over 0 ... 255 and cut off to integers; 0 where all values are one.
/// Synchronises.
void stretch_to_bytes(Queue& queue, View2<const double> values, View2<std::uint8_t> bytes);

/// 255 - byte.
void complement(Queue& queue, View2<const std::uint8_t> bytes, View2<std::uint8_t> out);

}  // namespace cellerate::kernel
