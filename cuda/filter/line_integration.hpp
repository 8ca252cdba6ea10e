/// The optical density behind a DIC image: the image integrated across its shear direction.
/// Source: centrosome 1.2.3, filter.line_integration; CellProfiler 4.2.8, EnhanceOrSuppressFeatures "DIC".
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Half the difference of the decaying sums from both ends, scaled to the image's own range; 0 everywhere
/// where one of the two is constant. Synchronises.
/// @param degrees  the shear angle
/// @param decay    what a sum is multiplied by at each pixel
/// @param sigma    of the smoothing along the shear direction; 0 for none
void line_integration(Queue& queue, View2<const float> image, double degrees, double decay, double sigma,
                      View2<float> out);
void line_integration(Queue& queue, View2<const double> image, double degrees, double decay, double sigma,
                      View2<double> out);

}  // namespace cellerate::kernel
