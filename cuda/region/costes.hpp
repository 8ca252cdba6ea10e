/// Costes' automatic thresholds of two channels: where the rest of the pixels is no longer correlated
/// (CellProfiler's MeasureColocalization).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

enum class CostesMode { Faster, Fast, Accurate };

struct CostesThresholds {
  double first, second;
};

/// On the host, serial: the search is a chain of decisions. @param scale  greatest grey value of the camera.
CostesThresholds costes_thresholds(View1<const float> first, View1<const float> second, double scale,
                                   CostesMode mode);

}  // namespace cellerate::kernel
