/// Pixels of objects that no pixel of the same object nearby exceeds.
///
/// Source: centrosome.cpmorphology.is_local_maximum 1.2.3; CellProfiler 4.2.8
/// IdentifyPrimaryObjects.get_maxima.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/morphology/footprint.hpp"

namespace cellerate::kernel {

/// 1 for labeled pixels above zero without a strictly larger pixel of the same label under the footprint:
/// plateaus stay whole. Offsets near the centre should come first, they decide most pixels.
void local_maxima(Queue& queue, View2<const float> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, View2<std::uint8_t> maxima);
void local_maxima(Queue& queue, View2<const double> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, View2<std::uint8_t> maxima);

/// The seeds of IdentifyPrimaryObjects: local maxima, sought on a plane smaller by `factor` if that is below
/// 1, and shrunk to points. Synchronises.
void object_seeds(Queue& queue, View2<const float> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, double factor, View2<std::uint8_t> seeds);
void object_seeds(Queue& queue, View2<const double> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, double factor, View2<std::uint8_t> seeds);

}  // namespace cellerate::kernel
