/// Peaks of an image that keep a distance from each other.
///
/// Source: skimage.feature.peak_local_max 0.18.3 without labels.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

struct PeakOptions {
  int distance = 1;  ///< peaks are the highest pixels of a square of 2 * distance + 1 pixels
  int border = 0;    ///< no peaks this near to the border of the plane
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// Pixels above `threshold` that no pixel of the square exceeds (outside of the plane is 0), by index,
/// highest first. Of peaks nearer than the distance (they are equal) the first in the order of NumPy's
/// unstable sort stays. A plane of one value has none. Synchronises.
std::vector<std::int64_t> peak_local_max(Queue& queue, View2<const float> image, float threshold,
                                         const PeakOptions& options);
std::vector<std::int64_t> peak_local_max(Queue& queue, View2<const double> image, double threshold,
                                         const PeakOptions& options);

/// The lowest and highest value; both 0 without pixels.
template <class T>
struct ValueRange {
  T lowest = 0, highest = 0;
};
ValueRange<float> value_range(Queue& queue, View2<const float> image);
ValueRange<double> value_range(Queue& queue, View2<const double> image);

}  // namespace cellerate::kernel
