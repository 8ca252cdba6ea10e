/// Seeded watershed in the flooding order of scikit-image, ties included.
///
/// Source: skimage.segmentation.watershed 0.18.3 without compactness and watershed line. The queue holds
/// (value, age); a pixel takes the label of the pixel from which it was first reached. Equal values flood in
/// order of arrival, but all marker pixels have age 0: where two of them with different labels tie inside one
/// component of the mask, the layout of the one heap of the whole plane decides, and it is replayed.
/// Otherwise each component is flooded alone, and only where it has more than one label. Serial, on the host:
/// synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/label/connectivity.hpp"

namespace cellerate::kernel {

/// Floods `mask` over `image` from the labels > 0 of `markers`; 0 outside the mask and where no marker
/// reaches.
void watershed(Queue& queue, View2<const float> image, View2<const std::int32_t> markers,
               View2<const std::uint8_t> mask, Connectivity connectivity, View2<std::int32_t> labels);
void watershed(Queue& queue, View2<const double> image, View2<const std::int32_t> markers,
               View2<const std::uint8_t> mask, Connectivity connectivity, View2<std::int32_t> labels);

}  // namespace cellerate::kernel
