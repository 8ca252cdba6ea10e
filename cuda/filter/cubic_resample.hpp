/// Planes sampled at the points of a coarser or finer grid, with the bits of scipy.ndimage.map_coordinates.
///
/// Source: scipy.ndimage.map_coordinates 1.9 (orders 3 and 0, mode 'constant'); Unser 1999,
/// doi:10.1109/79.799930. Pixel (y, x) of the output lies at (y / divisor, x / divisor) of the input; what
/// lies beyond the last row or column is exactly 0.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Shape of numpy.mgrid[0 : height * factor, 0 : width * factor].
Shape2 scaled_shape(Shape2 shape, double factor);

/// Cubic spline through the pixels. Where `labels`, of the output's shape, is 0 the output is not written;
/// with a null view all of it is.
void cubic_resample(Queue& queue, View2<const float> image, double divisor, View2<const std::int32_t> labels,
                    View2<float> out);
void cubic_resample(Queue& queue, View2<const double> image, double divisor, View2<const std::int32_t> labels,
                    View2<double> out);

/// Where the cubic spline through a mask of zeros and ones is above `limit`, a half or more.
void cubic_resample(Queue& queue, View2<const std::uint8_t> mask, double divisor, View2<std::uint8_t> out,
                    double limit = 0.5);

/// The label of the nearest pixel.
void nearest_resample(Queue& queue, View2<const std::int32_t> labels, double divisor,
                      View2<std::int32_t> out);

}  // namespace cellerate::kernel
