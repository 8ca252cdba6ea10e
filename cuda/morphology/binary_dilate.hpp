/// Masks grown and shrunk by a structuring element.
///
/// Source: scipy.ndimage.binary_dilation, binary_erosion 1.9 with border_value 0: the outside of the plane is
/// off.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/morphology/footprint.hpp"

namespace cellerate::kernel {

/// On where the footprint, mirrored at the pixel, meets an on pixel.
void binary_dilate(Queue& queue, View2<const std::uint8_t> mask, const std::vector<Offset>& footprint,
                   View2<std::uint8_t> out);

/// On where the whole footprint is on.
void binary_erode(Queue& queue, View2<const std::uint8_t> mask, const std::vector<Offset>& footprint,
                  View2<std::uint8_t> out);

}  // namespace cellerate::kernel
