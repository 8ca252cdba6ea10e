/// Masks changed by what each pixel's 3 x 3 neighbourhood looks like.
///
/// Source: centrosome.cpmorphology 1.2.3 (branchpoints, bridge, clean, diag, endpoints, fill, hbreak,
/// majority, remove, thicken, vbreak).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/morphology/thinning.hpp"

namespace cellerate::kernel {

enum class NeighborhoodRule {
  kBranchpoints,  ///< keeps on pixels between more than two 4-connected parts
  kBridge,        ///< turns on pixels between two parts
  kClean,         ///< turns off pixels without neighbours
  kDiagonal,      ///< turns on pixels so that diagonal neighbours are 4-connected
  kEndpoints,     ///< keeps on pixels with at most one neighbour
  kFill,          ///< turns on pixels with all neighbours on
  kHBreak,        ///< turns off the bar of an H that lies on its side
  kMajority,      ///< on where more than 4 of the 9 pixels are
  kRemove,        ///< turns off pixels with all 4-neighbours on
  kThicken,       ///< turns on pixels beside others where that connects nothing
  kVBreak         ///< turns off the bar of an H
};

/// Applies a rule to all pixels at once, `rounds` times or until nothing changes. What lies outside of the
/// plane or of `valid`, which may be a null view, is off, but on for kFill; pixels outside of `valid` stay as
/// they are. `out` may be the input. Synchronises after each round.
void apply_rule(Queue& queue, View2<const std::uint8_t> mask, View2<const std::uint8_t> valid,
                NeighborhoodRule rule, int rounds, View2<std::uint8_t> out);

}  // namespace cellerate::kernel
