/// How much two planes tell of each other, for one of them shifted.
///
/// Source: CellProfiler 4.2.8 Align (mutualinf, entropy, entropy2), numpy.histogram 1.23,
/// centrosome.filter.stretch 1.2.3.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/morphology/footprint.hpp"
#include "cuda/region/intensity.hpp"

namespace cellerate::kernel {

/// H(first) + H(second) - H(first, second) in bits, of 256 levels between the least and the greatest value,
/// over the pixels that lie in both planes and both masks when second(y, x) lies on first(y + dy, x + dx).
/// The levels of the joint entropy are cut off a little lower, and a plane of one value within 0 ... 1 has it
/// as its level. One number for each shift. Synchronises.
/// @throws std::invalid_argument where the planes share no pixel, or have infinite values or NaN there
std::vector<double> mutual_information(Queue& queue, const MaskedPlane<double>& first,
                                       const MaskedPlane<double>& second, const std::vector<Offset>& shifts);

}  // namespace cellerate::kernel
