/// The median of an image's pixels under an octagon, by at most 255 of their values.
/// Source: centrosome 1.2.3, filter.median_filter: the result is quantised downwards.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Pixels outside the mask (a null view: none) have no part, but get a median; where none has a part it is
/// the lowest value. An image all masked is copied. Synchronises.
void octagon_filter(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double radius,
                    View2<float> out);
void octagon_filter(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double radius,
                    View2<float> out);

}  // namespace cellerate::kernel
