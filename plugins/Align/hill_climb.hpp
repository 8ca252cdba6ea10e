/// The shift of two planes at which each tells the most of the other. Source: CellProfiler 4.2.8
/// Align.align_mutual_information.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/morphology/footprint.hpp"
#include "cuda/region/intensity.hpp"

namespace cellerate::modules {

/// Goes from no shift to the best of the shifts around, the first of several, until none is better.
/// @throws std::invalid_argument where the planes share no pixel at one of the shifts
kernel::Offset most_informative_shift(Queue& queue, const kernel::MaskedPlane<double>& first,
                                      const kernel::MaskedPlane<double>& second);

}  // namespace cellerate::modules
