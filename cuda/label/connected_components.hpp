/// Connected components numbered as SciPy and scikit-image number them: by the raster order of their first
/// pixels.
///
/// Source: scipy.ndimage.label 1.9, skimage.measure.label 0.18, mahotas.label 1.4. Union-find over runs of
/// pixels, the run that comes first in raster order stands for its component, so that numbering the
/// representatives gives the reference's numbers. Cost: two passes over the plane and a few over its runs;
/// one synchronisation for the count.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/label/connectivity.hpp"

namespace cellerate::kernel {

/// Components of the nonzero pixels of `mask` (scipy.ndimage.label). @return how many there are.
int connected_components(Queue& queue, View2<const std::uint8_t> mask, Connectivity connectivity,
                         View2<std::int32_t> components);

/// Components of the nonzero pixels of `mask` where pixels are neighbours, touching or not, if one lies in
/// the square of `side` pixels around the other; a square of even side reaches one pixel further up and left
/// (mahotas.label with a square of ones). @return how many there are.
int square_components(Queue& queue, View2<const std::uint8_t> mask, int side, View2<std::int32_t> components);

/// Components of equal value; pixels of value `background` are 0 (skimage.measure.label). @return how many
/// there are.
int equal_value_components(Queue& queue, View2<const std::int32_t> values, std::int32_t background,
                           Connectivity connectivity, View2<std::int32_t> components);

/// Components of the pixels that have no label (value 0). @return how many there are.
int background_components(Queue& queue, View2<const std::int32_t> labels, Connectivity connectivity,
                          View2<std::int32_t> components);

/// Components of the pixels where `mask` is zero. @return how many there are.
int background_components(Queue& queue, View2<const std::uint8_t> mask, Connectivity connectivity,
                          View2<std::int32_t> components);

}  // namespace cellerate::kernel
