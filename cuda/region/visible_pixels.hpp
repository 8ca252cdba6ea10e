/// Pixels of objects that a mask shows.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Number of pixels of each object where the mask is not 0; a null view shows all.
void count_visible(Queue& queue, const RegionsView& regions, View2<const std::uint8_t> mask,
                   View1<std::int64_t> counts);

}  // namespace cellerate::kernel
