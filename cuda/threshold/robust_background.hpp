/// Robust background threshold: average plus a number of deviations of the pixels left when both tails are
/// cut off. Source: CellProfiler 4.2.8, Threshold.get_threshold_robust_background; centrosome.threshold
/// binned_mode, mad.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

struct RobustBackground {
  enum class Average { kMean, kMedian, kMode };
  enum class Deviation { kStandard, kMedianAbsolute };
  double lower_fraction = 0.05, upper_fraction = 0.05;
  Average average = Average::kMean;
  Deviation deviation = Deviation::kStandard;
  double deviations = 2;
};

/// Fewer than three values give 0. Where the lower fraction cuts nothing off, CellProfiler leaves the upper
/// tail, too. On the host: the values are sorted. @throws std::domain_error for the mode of values that are
/// all the same.
double robust_background(View1<const float> host_values, const RobustBackground& settings);
double robust_background(View1<const double> host_values, const RobustBackground& settings);
double robust_background(Queue& queue, View1<const float> values, const RobustBackground& settings);
double robust_background(Queue& queue, View1<const double> values, const RobustBackground& settings);

}  // namespace cellerate::kernel
