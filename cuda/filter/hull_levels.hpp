/// Levels of a plane raised to those of the convex hulls that hold their pixels. On the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// @param levels  0 ... count - 1, each of them present; replaced by the highest level whose hull, drawn and
///                filled column by column, holds the pixel
void raise_to_hulls(std::vector<std::int32_t>& levels, Shape2 shape, int count);

}  // namespace cellerate::kernel
