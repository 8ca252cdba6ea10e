/// Intensities on a logarithmic scale from 0 to 1, on which Otsu and Li may look for their threshold.
/// Source: centrosome 1.2.3, threshold.log_transform, inverse_log_transform.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// What takes a transformed value back.
struct LogScale {
  double log_min, log_max;
  double width;  ///< their difference, rounded to the precision of the image
  /// Intensity of a value on the logarithmic scale.
  double intensity(double transformed) const;
};

/// Everything below 1/256 of the image's range above its minimum becomes that level, then the logarithms are
/// stretched to 0 ... 1. All pixels count, also masked ones. Synchronises.
LogScale log_transform(Queue& queue, View2<const float> image, View2<double> out);
LogScale log_transform(Queue& queue, View2<const double> image, View2<double> out);

/// Takes a surface of thresholds back, in place.
void inverse_log_transform(Queue& queue, LogScale scale, View2<double> surface);

}  // namespace cellerate::kernel
