/// How far a plane is shifted against another one.
///
/// Source: Lewis 1995, Fast Normalized Cross-Correlation, as CellProfiler 4.2.8 has it
/// (Align.align_cross_correlation).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/morphology/footprint.hpp"

namespace cellerate::kernel {

/// The shift (dy, dx) for which second(y, x) on first(y + dy, x + dx) correlates best; of equals the first,
/// where shifts count up from 0 and go on with the negative ones. Shifts at which both planes hardly vary do
/// not count. (0, 0) for planes of one value. Synchronises.
Offset best_correlated_shift(Queue& queue, View2<const double> first, View2<const double> second);

}  // namespace cellerate::kernel
