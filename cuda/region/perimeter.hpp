/// Perimeter and Euler number of objects (scikit-image's perimeter with 4 neighbours, euler_number).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Outline pixels by the weight they have in the perimeter, and the Euler number (8-connected components
/// minus their 4-connected holes). The border of the plane and other objects are outside.
struct OutlineCounts {
  std::int32_t straight = 0, diagonal = 0, corner = 0, euler = 0;

  CEL_FN explicit OutlineCounts(int = 0) {}
  CEL_FN double perimeter() const {
    constexpr double kRootTwo = 1.4142135623730951;
    return straight + diagonal * kRootTwo + corner * ((1 + kRootTwo) / 2);
  }
  CEL_FN friend OutlineCounts operator+(OutlineCounts a, const OutlineCounts& b) {
    a.straight += b.straight;
    a.diagonal += b.diagonal;
    a.corner += b.corner;
    a.euler += b.euler;
    return a;
  }
};

/// Counts the outline of every object: one OutlineCounts for each.
void object_outlines(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     View1<OutlineCounts> outlines);

}  // namespace cellerate::kernel
