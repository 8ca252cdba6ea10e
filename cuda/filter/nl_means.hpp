/// Non-local means: every pixel becomes the mean of the pixels around it, weighted by how alike the patches
/// around the two are.
///
/// Source: skimage.restoration.denoise_nl_means 0.18 with fast_mode=True and sigma=0 (Darbon et al. 2008;
/// Froment 2014), in the order of its sums: patch distances come from integral images, the weights from
/// Schraudolph's (1999) approximation of the exponential.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// @param image        interleaved; the distance of patches sums over the channels
/// @param patch_size   pixels on a side of a patch, at least 1; an even one counts as one more
/// @param reach        pixels in y and x to search for patches, at least 0
/// @param cutoff       the larger, the more different patches take part
void nl_means(Queue& queue, View1<const double> image, Shape2 shape, int channels, int patch_size, int reach,
              double cutoff, View1<float> out);

}  // namespace cellerate::kernel
