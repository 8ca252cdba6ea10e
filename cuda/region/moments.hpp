/// Geometric moments of objects to the third order, in the order of operations that decides their last bits
/// (skimage.measure._moments on each object's bounding box).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::kernel {

/// Moments of one object. The first index is the power of the row, the second that of the column, both
/// counted from the corner of the box (spatial) or from the centroid (central).
struct Moments {
  double spatial[4][4];
  double central[4][4];
};

/// Moments of every object; zeros and NaN for one without pixels.
void object_moments(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                    const BoxColumns& columns, View1<Moments> moments);

}  // namespace cellerate::kernel
