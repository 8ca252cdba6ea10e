/// Which objects of two sets overlap, and by how many pixels.
///
/// Source: cellprofiler_core Objects.relate_children, relate_histogram.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Pixels that carry both labels.
struct LabelOverlap {
  std::int32_t first, second, pixels;
};

/// Every pair of labels that share pixels, ascending by first, then second. Synchronises.
std::vector<LabelOverlap> label_overlaps(Queue& queue, View2<const std::int32_t> first,
                                         View2<const std::int32_t> second);

/// For each child 1 ... children (index child - 1) the parent with which it shares the most pixels; of
/// several the lowest; 0 without any.
std::vector<std::int32_t> parents_of(const std::vector<LabelOverlap>& parent_child, int children);

/// For each parent 1 ... parents (index parent - 1) how many children name it.
std::vector<std::int32_t> children_per_parent(const std::vector<std::int32_t>& parents_of_children,
                                              int parents);

}  // namespace cellerate::kernel
