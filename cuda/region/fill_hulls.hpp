/// Objects grown to the pixels of their convex hulls.
///
/// Source: centrosome.cpmorphology.fill_convex_hulls 1.2.3.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Every pixel whose centre lies in the hull of the pixel centres of an object, its edges included, gets the
/// label, also from another object: the highest label stays. `filled` may be `labels`. Synchronises.
/// @param count  highest label
void fill_hulls(Queue& queue, View2<const std::int32_t> labels, int count, View2<std::int32_t> filled);

}  // namespace cellerate::kernel
