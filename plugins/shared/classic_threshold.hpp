/// The thresholds of a whole image that CellProfiler 2 had and CellProfiler 4 has in MeasureImageQuality
/// only.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "plugins/shared/threshold_settings.hpp"

namespace cellerate::modules {

/// Of values that are not all the same. In single precision, as CellProfiler holds images.
double classic_threshold(Queue& queue, View1<const float> values, const ThresholdSettings& settings);
double classic_threshold(Queue& queue, View1<const double> values, const ThresholdSettings& settings);

}  // namespace cellerate::modules
