/// The landscapes that a watershed floods: objects are valleys, the lines between them ridges.
/// Source: CellProfiler 4.2.8, IdentifyPrimaryObjects.separate_neighboring_objects,
/// IdentifySecondaryObjects.run; scipy.ndimage.sobel 1.9.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// 1 - image: bright pixels are deep.
void intensity_basins(Queue& queue, View2<const float> image, View2<float> basins);

/// Greatest distance - distance: pixels far from the edge are deep. Synchronises.
void distance_basins(Queue& queue, View2<const double> distance, View2<double> basins);

/// Magnitude of Sobel's derivative along the rows, the plane mirrored with the edge pixel twice: flat pixels
/// are deep.
void gradient_basins(Queue& queue, View2<const float> image, View2<float> basins);

/// Distance of the foreground from the background plus a little noise, the same for every image of a shape,
/// so that maxima are single pixels. Background pixels get noise, too.
void distance_without_ties(Queue& queue, View2<const std::uint8_t> foreground, View2<double> distance);

}  // namespace cellerate::kernel
