/// What openings along lines of different directions leave differently: lines, but not dots.
///
/// Source: centrosome.cpmorphology.openlines, strel_line 1.2.3.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// The greatest minus the least of the openings along 18 lines of about `length` pixels, 10 degrees apart.
/// Outside of the plane and of the mask, which may be a null view, pixels are 1 to the erosion and 0 to the
/// dilation; the result is 0 there.
void open_lines(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int length,
                View2<float> out);
void open_lines(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, int length,
                View2<double> out);

}  // namespace cellerate::kernel
