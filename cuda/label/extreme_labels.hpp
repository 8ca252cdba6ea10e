/// Which object inside each of a set of enclosing objects has the highest or lowest value.
///
/// Source: CellProfiler 4.2.8 FilterObjects.keep_per_object; scipy.ndimage.maximum_position and
/// minimum_position.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

enum class Extreme { kMinimum, kMaximum };

/// For each enclosing object 1 ... enclosing_count the label at SciPy's place of the extreme of values[label]
/// over its pixels; 0 is the background, which has the value values[0]. NaN counts as highest.
/// An enclosing object without pixels has its place at the first pixel of the plane. Where different labels
/// tie, NumPy's unstable sort of the whole plane decides; it is replayed only then. On the host:
/// synchronises.
/// @param values  one for each label of `labels`, 0 included.
std::vector<std::int32_t> extreme_labels(Queue& queue, View2<const std::int32_t> labels,
                                         View2<const std::int32_t> enclosing, int enclosing_count,
                                         const std::vector<double>& values, Extreme extreme);

}  // namespace cellerate::kernel
