/// Canny's edges, and the thresholds that CellProfiler takes for them.
/// Source: Canny 1986; centrosome 1.2.3, filter.canny, otsu.otsu3; CellProfiler 4.2.8, EnhanceEdges.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/threshold/log_otsu.hpp"

namespace cellerate::kernel {

/// Otsu's two thresholds of three classes, of the Sobel transform under the mask; a mask without data stands
/// for all pixels. Synchronises; sorts on the host.
/// @throws std::invalid_argument where the mask leaves no pixel, or only NaN
OtsuThresholds canny_thresholds(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask);
OtsuThresholds canny_thresholds(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask);

/// 1 for pixels whose gradient in the smoothed image is the greatest across the edge and at least
/// thresholds.lower, where they are connected to one of at least thresholds.upper. Pixels with a neighbour
/// outside of plane or mask are none. Synchronises once.
void canny(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
           OtsuThresholds thresholds, View2<std::uint8_t> edges);
void canny(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
           OtsuThresholds thresholds, View2<std::uint8_t> edges);

}  // namespace cellerate::kernel
