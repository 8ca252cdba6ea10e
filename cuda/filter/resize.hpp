/// Planes made smaller by the means of blocks, and larger by repeating pixels.
///
/// Source: skimage.transform.downscale_local_mean and resize (order 0, mode 'edge') 0.18.3. Where a pixel of
/// the larger plane lies in the middle between two of the smaller one it takes the second; scikit-image takes
/// either, as the rounding errors of a singular value decomposition fall.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Shape of a plane of blocks of `factor` x `factor` pixels.
Shape2 block_shape(Shape2 shape, int factor);

/// The mean of each block, in the precision of the plane and in NumPy's order of summation; the plane goes on
/// with zeros where its sides are no multiples of the factor. `out` has block_shape().
void block_means(Queue& queue, View2<const float> image, int factor, View2<float> out);
void block_means(Queue& queue, View2<const double> image, int factor, View2<double> out);

/// The label of the nearest pixel when `labels` is stretched over `out`, which is not smaller.
void nearest_resize(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> out);

}  // namespace cellerate::kernel
