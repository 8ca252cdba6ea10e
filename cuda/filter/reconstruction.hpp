/// Grey reconstruction by dilation, and the enhancement of dark holes that is made of it.
/// Source: Vincent 1993; CellProfiler 4.2.8, EnhanceOrSuppressFeatures.enhance_dark_holes.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Dilates `seed` over 4 neighbours under `mask` until nothing changes; seed <= mask. The result does not
/// depend on the order of work, so the serial queue algorithm on the host stands for all devices.
void reconstruct_by_dilation(Queue& queue, View2<const float> seed, View2<const float> mask,
                             View2<float> out);
void reconstruct_by_dilation(Queue& queue, View2<const double> seed, View2<const double> mask,
                             View2<double> out);

/// What the inverted image loses from one erosion to the next, reconstructed, at radii min_radius ...
/// max_radius: the largest of these at each pixel. A mask without data stands for all pixels.
void enhance_dark_holes(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        int min_radius, int max_radius, View2<float> out);
void enhance_dark_holes(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                        int min_radius, int max_radius, View2<double> out);

}  // namespace cellerate::kernel
