/// New numbers for objects, the background included, and planes that follow the removal of objects.
///
/// Source: CellProfiler 4.2.8 FilterObjects.run, RelateObjects.run.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// out = table[label], also for label 0; a label beyond the table becomes 0. `out` may be `labels`.
void renumber(Queue& queue, View2<const std::int32_t> labels, View1<const std::int32_t> table,
              View2<std::int32_t> out);

/// out = what 16 bits keep of a label: 65536 becomes 0. `out` may be `labels`.
void wrap_to_sixteen_bits(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> out);

/// out = labels, but 0 where a pixel had a label `before` and has none `after`.
void clear_removed(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> before,
                   View2<const std::int32_t> after, View2<std::int32_t> out);

}  // namespace cellerate::kernel
