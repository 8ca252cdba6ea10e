/// Two label images put into one.
///
/// Source: CellProfiler 4.2.8 library/functions/object_processing.py (merge_objects, preserve_objects,
/// discard_objects, segment_objects).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// What becomes of objects that overlap objects of the other set; all others stay.
enum class Combination {
  kMerge,     ///< their pixels go to the nearest overlapping object of the first set
  kPreserve,  ///< the second set's objects lose the pixels of the first set's
  kDiscard,   ///< the second set's objects are left out
  kSegment    ///< the pixels of both go to the nearest pixel of only one; objects that are equal stay
};

/// Labels of the second set go on behind those of the first; with kDiscard they stay as they are. `out` is
/// none of the inputs. Synchronises. @throws std::runtime_error where kSegment meets an object of the first
/// set that lies wholly in several of the second set, on which CellProfiler fails
void combine_labels(Queue& queue, View2<const std::int32_t> first, View2<const std::int32_t> second,
                    Combination combination, View2<std::int32_t> out);

}  // namespace cellerate::kernel
