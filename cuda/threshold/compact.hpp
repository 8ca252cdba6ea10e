/// The pixels under a mask, in raster order: image[mask] of NumPy. What every threshold is computed from.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// The values of `plane` where mask is not 0, in raster order. Synchronises once for their number.
Buffer<float> compact(Queue& queue, View2<const float> plane, View2<const std::uint8_t> mask);
Buffer<double> compact(Queue& queue, View2<const double> plane, View2<const std::uint8_t> mask);

/// The values of `plane` where `classes` is `wanted`, in raster order. Synchronises once for their number.
Buffer<float> compact_class(Queue& queue, View2<const float> plane, View2<const std::uint8_t> classes,
                            std::uint8_t wanted);
Buffer<double> compact_class(Queue& queue, View2<const double> plane, View2<const std::uint8_t> classes,
                             std::uint8_t wanted);

/// Smallest and largest of n > 0 values. NaN is ignored. Synchronises.
template <class T>
struct Extrema {
  T min, max;
};
Extrema<float> extrema(Queue& queue, View1<const float> values);
Extrema<double> extrema(Queue& queue, View1<const double> values);

}  // namespace cellerate::kernel
