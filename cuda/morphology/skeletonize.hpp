/// Objects reduced to lines: skeletons, thinning, and the removal of the spurs they leave.
///
/// Source: centrosome.cpmorphology.skeletonize, skeletonize_labels, thin, spur 1.2.3. Labels that touch are
/// treated apart. Serial, on the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/morphology/thinning.hpp"

namespace cellerate::kernel {

/// Removes pixels in the order of their distance from the edge where that leaves the object connected and is
/// not the end of a line. Equally distant pixels go by their neighbours, then by a random permutation of the
/// plane. `skeletons` may be `labels`.
void skeletonize(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> skeletons);

/// The same of a mask of zeros and ones, in the order of a depth of one's own, the lowest first.
void skeletonize(Queue& queue, View2<const std::uint8_t> mask, View2<const double> depth,
                 View2<std::uint8_t> skeleton);

/// Thinning with two passes a round to lines of one pixel (skimage.morphology.skeletonize 0.18, after Zhang &
/// Suen 1984, doi:10.1145/357994.358023). `out` may be the input.
void skeletonize_mask(Queue& queue, View2<const std::uint8_t> mask, View2<std::uint8_t> out);

/// Thinning with two passes a round (Guo & Hall 1989, doi:10.1145/62065.62074). `out` may be the input.
void thin(Queue& queue, View2<const std::uint8_t> mask, int rounds, View2<std::uint8_t> out);

/// Shortens lines from their ends, in two passes a round. Single pixels stay. `out` may be the input.
void despur(Queue& queue, View2<const std::uint8_t> mask, int rounds, View2<std::uint8_t> out);
void despur(Queue& queue, View2<const std::int32_t> labels, int rounds, View2<std::int32_t> out);

}  // namespace cellerate::kernel
