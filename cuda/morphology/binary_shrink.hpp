/// Objects made smaller from their edges without breaking them apart: to points, or to rings around holes.
///
/// Source: centrosome.cpmorphology.binary_shrink 1.2.3. Labels that touch shrink apart from each other.
/// Serial, on the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/morphology/thinning.hpp"

namespace cellerate::kernel {

/// A round removes one layer of pixels, from four sides in turn. `out` may be the input.
void binary_shrink(Queue& queue, View2<const std::uint8_t> mask, int rounds, View2<std::uint8_t> out);
void binary_shrink(Queue& queue, View2<const std::int32_t> labels, int rounds, View2<std::int32_t> out);

}  // namespace cellerate::kernel
