/// The polynomial of second degree in y and x that fits the pixels of a plane best.
///
/// Source: centrosome 1.2.3, smooth.fit_polynomial: least squares of a y + b x + c y^2 + d x^2 + e y x + f
/// over the pixels above 0. The sums that it takes are made around the middle of the plane, so that the
/// result is nearer to the exact fit than SciPy's by a few last digits of double precision.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Without a pixel above 0 the image stays as it is. Synchronises.
/// @param mask  pixels that count; a null view: all
/// @param clip  values are cut off to 0 ... 1
void fit_polynomial(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, bool clip,
                    View2<float> out);
void fit_polynomial(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, bool clip,
                    View2<double> out);

}  // namespace cellerate::kernel
