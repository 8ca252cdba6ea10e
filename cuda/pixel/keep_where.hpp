/// Pixels of one plane where another one is not 0.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// out = image where the mask is not 0, else 0. Images of float and double; masks of bytes, labels, float and
/// double. `out` may be `image`.
template <class T, class Mask>
void keep_where(Queue& queue, View2<const T> image, View2<const Mask> mask, View2<T> out);

}  // namespace cellerate::kernel
