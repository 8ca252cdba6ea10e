/// Branches and ends of a skeleton by the number of neighbours, with the errors of the sums that CellProfiler
/// counts them by.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

struct SkeletonNodes {
  std::int64_t branches = 0, ends = 0;
};

/// Pixels of the mask with more than two neighbours, and with one.
///
/// Source: CellProfiler 4.2.8 MeasureImageSkeleton, scipy.ndimage.uniform_filter 1.9. The neighbours are
/// counted as nine times a mean of 3 x 3 pixels, whose running sums carry rounding errors along each row, and
/// rounded down: a pixel may come out with one neighbour less. Synchronises.
SkeletonNodes skeleton_nodes(Queue& queue, View2<const std::uint8_t> mask);

}  // namespace cellerate::kernel
