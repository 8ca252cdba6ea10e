/// Label images reduced to a region.
///
/// Source: CellProfiler 4.2.8 MaskObjects.run; cellprofiler_core size_similarly.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

enum class MaskSide { kInside, kOutside };

/// out = the label where the mask is on (or off, for kOutside), 0 elsewhere. The mask may have another size
/// than the labels: it begins in the same corner, and what it does not cover is 0 on either side.
void mask_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                 MaskSide side, View2<std::int32_t> out);

/// The same with the objects of another set as the mask.
void mask_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> objects,
                 MaskSide side, View2<std::int32_t> out);

}  // namespace cellerate::kernel
