/// Planes under a mask, and masks out of planes and of other masks.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

/// Sets the pixels outside the mask to 0, in place; does nothing where the mask is a null view.
void clear_outside(Queue& queue, View2<const std::uint8_t> mask, View2<float> plane);

/// Gives the pixels outside the mask the values of another plane; does nothing where the mask is a null view.
/// A plane of doubles takes the values of floats, too.
void fill_outside(Queue& queue, View2<const std::uint8_t> mask, View2<const float> other, View2<float> plane);
void fill_outside(Queue& queue, View2<const std::uint8_t> mask, View2<const float> other,
                  View2<double> plane);
void fill_outside(Queue& queue, View2<const std::uint8_t> mask, View2<const double> other,
                  View2<double> plane);

/// A copy of an interleaved image of any type in which all channels outside the mask are 0.
void keep_inside(Queue& queue, View2<const std::uint8_t> mask, SampleView pixels, int channels, void* out);

/// 1 where the sample of a plane (Bool, F32 or F64) is above the threshold.
void above(Queue& queue, SampleView plane, double threshold, View1<std::uint8_t> mask);

/// 1 where the mask is 0, in place.
void invert(Queue& queue, View1<std::uint8_t> mask);

/// 1 where both masks are 1, in the first one.
void intersect(Queue& queue, View1<std::uint8_t> mask, View1<const std::uint8_t> other);

}  // namespace cellerate::kernel
