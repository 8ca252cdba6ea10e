/// The mean over a circle, whose rim counts pixels by the part of them that it covers.
/// Source: centrosome 1.2.3, filter.circular_average_filter (MATLAB's fspecial 'disk').
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/filter/correlate.hpp"

namespace cellerate::kernel {

/// Weights that add up to 1. @param radius  in pixels, above 0
SquareKernel pillbox(double radius);

/// Pixels outside the plane and the mask (a null view: none) count as 0; masked ones keep their value.
void circular_average(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double radius,
                      View2<double> out);

}  // namespace cellerate::kernel
