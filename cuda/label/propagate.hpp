/// Labels spread from seeds along the cheapest paths, the cost being made of distance and of change in the
/// image.
///
/// Source: Jones, Carpenter & Golland 2005, doi:10.1007/11569541_54; centrosome.propagate 1.2.3. A step
/// between two of 8 neighbours costs sqrt(D^2 + m w^2): D is the sum of absolute differences of their 3 x 3
/// surroundings, m is 1 or, on a diagonal, 2. Exact ties between labels follow centrosome's heap, which
/// starts as an unsorted array of the seeds; it is replayed only where such a tie exists. Serial, on the
/// host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Spreads `seeds` over `mask`. Seeds outside the mask keep their label and do not spread.
/// @param image a null view stands for an image without any change
/// @param weight w, of distance against change in the image
/// @param distances cost to the nearest seed, -1 where none gets; may be a null view
void propagate(Queue& queue, View2<const float> image, View2<const std::int32_t> seeds,
               View2<const std::uint8_t> mask, double weight, View2<std::int32_t> labels,
               View2<double> distances);

}  // namespace cellerate::kernel
