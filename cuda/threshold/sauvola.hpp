/// Sauvola's local threshold: mean * (1 + 0.2 * (deviation - 1)) of a window around each pixel.
/// Source: Sauvola and Pietikäinen 2000; scikit-image 0.18 threshold_sauvola (integral images of Shafait
/// 2008).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Masked pixels count as 0; a mask without data stands for all pixels. An even window grows by one. What
/// lies outside is the mirrored plane, the edge pixel once.
void sauvola(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int window,
             View2<double> out);
void sauvola(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, int window,
             View2<double> out);

}  // namespace cellerate::kernel
