/// Where objects are: the mean of their pixels' coordinates (scipy.ndimage.center_of_mass of ones).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Mean column and row of each object, in pixels; NaN for an object without pixels.
/// @param x, y  regions.count each.
void object_locations(Queue& queue, const RegionsView& regions, View1<double> x, View1<double> y);

}  // namespace cellerate::kernel
