/// Adaptive threshold: one threshold for each block of the image, and a spline surface through them.
/// Source: CellProfiler 4.2.8, Threshold._get_adaptive_threshold, get_local_threshold,
/// _correct_local_threshold.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <optional>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Threshold of the pixels of a block, which lie on the host in raster order and are not all the same.
template <class T>
using BlockThreshold = std::function<double(View1<const T>)>;

/// A threshold for each pixel.
struct ThresholdSurface {
  Buffer<double> values;
  /// CellProfiler keeps the surface of an image without structure in single precision: correcting it rounds.
  bool single_precision = false;
};

/// Whether at least two windows fit each axis; otherwise CellProfiler refuses.
inline bool adaptive_window_fits(Shape2 shape, Shape2 window) {
  return !window.empty() && shape.height / window.height >= 2 && shape.width / window.width >= 2;
}

/// The surface before correction. The window must fit. A mask without data stands for all pixels; a block
/// without pixels has the threshold 0, one of equal pixels has their value. The blocks are computed on the
/// host: each is small, and a launch for each would cost more.
ThresholdSurface adaptive_threshold(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                                    Shape2 window, const BlockThreshold<float>& block_threshold);
ThresholdSurface adaptive_threshold(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                                    Shape2 window, const BlockThreshold<double>& block_threshold);

/// What CellProfiler takes for the surface of an image whose rows are all alike (the image itself) or that is
/// black (0), whatever the method; nothing for other images. adaptive_threshold() asks it first.
std::optional<ThresholdSurface> surface_without_structure(Queue& queue, View2<const float> image,
                                                          View2<const std::uint8_t> mask);
std::optional<ThresholdSurface> surface_without_structure(Queue& queue, View2<const double> image,
                                                          View2<const std::uint8_t> mask);

/// Multiplies the surface with the correction factor and keeps it within the bounds and within 0.7 ... 1.5 of
/// the corrected global threshold `guide`, in place.
void correct_surface(Queue& queue, ThresholdSurface& surface, double factor, double lower, double upper,
                     double guide);

}  // namespace cellerate::kernel
