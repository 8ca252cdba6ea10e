/// The smallest value of each block of a plane.
///
/// Source: centrosome 1.2.3, cpmorphology.block, and scipy.ndimage.minimum, as CellProfiler 4.2.8
/// CorrectIlluminationCalculate uses them: blocks are stretched so that a whole number of them covers an
/// axis.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Every pixel inside the mask (a null view: all) gets the minimum of its block's pixels inside it, others 0.
/// NaN counts only where there is nothing else.
void block_minimum(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int block_size,
                   View2<float> out);
void block_minimum(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, int block_size,
                   View2<float> out);

}  // namespace cellerate::kernel
