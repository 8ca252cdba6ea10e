/// Drawing of objects' boundaries into a color image (skimage.segmentation.mark_boundaries, find_boundaries).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

enum class BoundaryMode : std::int32_t {
  Inner,  ///< the objects' own outermost pixels
  Outer,  ///< the background around them, and both sides where objects touch
  Thick   ///< both
};

/// Red, green, blue.
struct Rgb {
  float red, green, blue;
};

/// Sets the boundary pixels of the labels to the color. The plane's border makes no boundary. Labels may be
/// of another size than the image: what sticks out is cut off, what is missing is background.
/// @param image  height x width x 3, interleaved; changed in place
void mark_boundaries(Queue& queue, View2<const std::int32_t> labels, BoundaryMode mode, Rgb color,
                     float* image, Shape2 shape);

}  // namespace cellerate::kernel
