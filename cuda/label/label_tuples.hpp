/// Which labels several planes give to the same pixels, and how often.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// A label of each plane, 0 for none, and the pixels that have them.
struct LabelTuple {
  std::vector<std::int32_t> labels;
  std::int64_t pixels = 0;
};

/// Every combination that occurs, in the order of the labels. The planes begin in the same corner; where one
/// ends before another it has label 0. Pixels where the mask is 0 do not count; without one all do.
/// On the host: synchronises.
std::vector<LabelTuple> label_tuples(Queue& queue, const std::vector<View2<const std::int32_t>>& planes,
                                     View2<const std::uint8_t> mask);

}  // namespace cellerate::kernel
