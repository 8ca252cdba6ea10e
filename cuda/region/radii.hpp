/// Distances of object pixels from the outside of their object.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Whether the ring of pixels around the plane is outside of every object.
enum class PlaneBorder { IsOutside, IsNothing };
/// Distance of the pixels of an object that has no outside.
constexpr std::uint32_t kNoOutside = 0xffffffffu;

/// Squared Euclidean distance of each pixel of regions.pixels to the nearest pixel that is not of its object.
void squared_distances(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                       PlaneBorder border, View1<std::uint32_t> distances);

/// Greatest, mean and median distance of each object's pixels. Zeros for an object without pixels.
struct Radii {
  double max, mean, median;
};
void object_radii(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                  View1<Radii> radii);

}  // namespace cellerate::kernel
