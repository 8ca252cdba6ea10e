/// Exact Euclidean distance of each nonzero pixel to the nearest zero pixel, and which pixel that is.
///
/// Source: Meijster, Roerdink & Hesselink 2000 (lower envelopes, in integers); the choice among equally near
/// pixels is that of scipy.ndimage.distance_transform_edt 1.9: the smallest column, then the smallest row. A
/// plane without any zero pixel has, as in SciPy, its only feature at row -1, column 0. Planes up to 32,767
/// pixels a side.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Squared distances; 0 where `mask` is 0.
void squared_distance(Queue& queue, View2<const std::uint8_t> mask, View2<std::int32_t> squared);

/// Squared distances, and the linear index of the nearest zero pixel: the pixel itself where `mask` is 0, -1
/// everywhere in a plane without zeros.
void nearest_zero(Queue& queue, View2<const std::uint8_t> mask, View2<std::int32_t> squared,
                  View2<std::int32_t> nearest);

/// Distances (distance_transform_edt): the double nearest to the square root.
void euclidean_distance(Queue& queue, View2<const std::uint8_t> mask, View2<double> distance);

}  // namespace cellerate::kernel
