/// Older automatic thresholds of a whole image, which CellProfiler keeps in MeasureImageQuality.
/// Source: centrosome 1.2.3, threshold.get_background_threshold, get_ridler_calvard_threshold,
/// get_kapur_threshold, get_maximum_correlation_threshold.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

// All take the values that count on the host, in raster order, at least one of them, and run there. Of values
// that are all the same the threshold is that value.

/// Twice as far above the minimum as the mode, which is looked for away from both ends.
double mode_threshold(View1<const float> host_values);

/// Ridler and Calvard 1978: half way between the means of the logarithms of both classes. Fewer than three
/// values give 0.
double ridler_calvard(View1<const float> host_values);

/// Kapur, Sahoo and Wong 1985: least sum of entropies of the logarithms, to which noise of 8 bits is added
/// that is the same for every image of a size. Fewer than three values give 0.
double kapur(Queue& queue, View1<const float> host_values);

/// Padmanabhan et al. 2010: greatest correlation of the image with its own classes.
double maximum_correlation(View1<const float> host_values);

}  // namespace cellerate::kernel
