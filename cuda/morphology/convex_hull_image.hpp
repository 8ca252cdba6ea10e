/// The convex hull of a mask, filled.
///
/// Source: centrosome.cpmorphology.convex_hull_image 1.2.3: lines between the vertices, and their inside.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// `hull` may be the mask. Synchronises.
void convex_hull_image(Queue& queue, View2<const std::uint8_t> mask, View2<std::uint8_t> hull);

}  // namespace cellerate::kernel
