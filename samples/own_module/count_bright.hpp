/// Counts the bright pixels of a plane: a kernel of one's own, one source for CPU and GPU.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

#include "cuda/core/queue.hpp"
#include "cuda/core/view.hpp"

namespace own {

/// Pixels of each row that are at least `threshold` and inside the mask.
/// @param mask empty: all pixels count
/// @param counts one for each row, in the queue's memory
void count_bright(cellerate::Queue& queue, cellerate::View2<const float> pixels,
                  cellerate::View2<const std::uint8_t> mask, float threshold, std::int32_t* counts);

}  // namespace own
