/// A plane divided by one of its own lower values.
/// Source: CellProfiler 4.2.8, CorrectIlluminationCalculate.apply_scaling.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Divides by the pixel that so large a part of the pixels above 0 inside the mask (a null view: all) is
/// below; a plane without such pixels is copied. Synchronises.
/// @param fraction  0 <= fraction < 1
/// @param raise     pixels below the divisor become 1
void divide_by_quantile(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        double fraction, bool raise, View2<float> out);
void divide_by_quantile(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                        double fraction, bool raise, View2<float> out);

}  // namespace cellerate::kernel
