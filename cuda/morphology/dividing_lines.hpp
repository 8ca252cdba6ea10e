/// Lines between objects that touch.
///
/// Source: CellProfiler 4.2.8 library/functions/object_processing.py, add_dividing_lines.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Removes the pixels beside another object, but those that hold an object together: what one round of
/// binary_shrink() leaves. Synchronises.
void add_dividing_lines(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> out);

}  // namespace cellerate::kernel
