/// Pixels removed from objects in rounds of passes, each pass looking at all pixels as they were when it
/// began.
///
/// Source: centrosome.cpmorphology.index_lookup 1.2.3: a neighbour is on if it has the pixel's own value, so
/// that labels that touch are thinned apart from each other; the outside of the plane is off. Cost:
/// proportional to the pixels whose neighbourhood changes, not to the plane times the rounds.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "cuda/core/view.hpp"
#include "cuda/morphology/neighborhood.hpp"

namespace cellerate::kernel {

/// As many rounds as it takes until one removes nothing.
constexpr int kUntilStable = std::numeric_limits<int>::max();

/// Removes nonzero pixels of a plane in host memory. A pass removes the pixels for whose neighbourhood its
/// table is true; a round is one pass with each table.
void remove_in_passes(View2<std::uint8_t> plane, const std::vector<const NeighborhoodTable*>& tables,
                      int rounds);
void remove_in_passes(View2<std::int32_t> plane, const std::vector<const NeighborhoodTable*>& tables,
                      int rounds);

}  // namespace cellerate::kernel
