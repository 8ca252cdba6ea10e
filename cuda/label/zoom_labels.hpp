/// Label images of another size.
///
/// Source: scipy.ndimage.zoom 1.9, order 0, mode 'nearest'.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Shape of a plane zoomed by these factors: rounded, half to even.
Shape2 zoomed_shape(Shape2 shape, double factor_y, double factor_x);

/// The label nearest to each pixel when the centres of the corner pixels lie on each other.
void zoom_labels(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> zoomed);

}  // namespace cellerate::kernel
