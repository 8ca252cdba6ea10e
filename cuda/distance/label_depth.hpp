/// How deep each pixel lies in its object.
///
/// Source: scipy.ndimage.distance_transform_edt 1.9 of each object alone.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// Squared distance of each pixel to the nearest pixel that is not of its object; 0 in the background. Of a
/// plane in host memory. The outside of the plane does not count.
std::vector<std::int32_t> label_depths(View2<const std::int32_t> labels);

}  // namespace cellerate::kernel
