/// Planes under a mask.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Sets the pixels outside the mask to 0, in place; does nothing where the mask is a null view.
void clear_outside(Queue& queue, View2<const std::uint8_t> mask, View2<float> plane);

}  // namespace cellerate::kernel
