/// Planes of another size, as scikit-image resizes images.
///
/// Source: skimage.transform.resize 0.18.3, mode 'symmetric' (_warps.py, _warps_cy.pyx, interpolation.pxd):
/// a Gaussian blur before a plane becomes smaller, then nearest, bilinear or cubic (Catmull-Rom)
/// interpolation, in the precision of the plane, cut off to the range of the blurred plane. The map of pixels
/// is exact here; scikit-image finds it by a singular value decomposition, whose rounding errors decide which
/// pixel is the nearest in the middle between two of a plane of double precision.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

enum class Interpolation { kNearest, kBilinear, kCubic };

/// Resizes the planes of one image, which share the range of values.
/// @param blur  blur what becomes smaller
void resize_planes(Queue& queue, const std::vector<View2<const float>>& planes, Interpolation interpolation,
                   bool blur, const std::vector<View2<float>>& out);
void resize_planes(Queue& queue, const std::vector<View2<const double>>& planes, Interpolation interpolation,
                   bool blur, const std::vector<View2<double>>& out);

/// The nearest pixel of a mask.
void resize_mask(Queue& queue, View2<const std::uint8_t> mask, View2<std::uint8_t> out);

}  // namespace cellerate::kernel
