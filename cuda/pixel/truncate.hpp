/// Pixels as bytes, as NumPy converts them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// mask = the pixels' whole parts modulo 256. @return whether they are all 0 or 1. Synchronises.
bool truncate_to_mask(Queue& queue, View2<const float> pixels, View2<std::uint8_t> mask);
bool truncate_to_mask(Queue& queue, View2<const double> pixels, View2<std::uint8_t> mask);
bool truncate_to_mask(Queue& queue, View2<const std::int32_t> pixels, View2<std::uint8_t> mask);

}  // namespace cellerate::kernel
