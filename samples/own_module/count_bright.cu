// SPDX-License-Identifier: BSD-3-Clause
#include "count_bright.hpp"

#include "cuda/core/launch.hpp"

namespace own {
namespace {

/// A block counts one row: integers, so that the order of adding does not matter.
struct CountRow {
  cellerate::View2<const float> pixels;
  cellerate::View2<const std::uint8_t> mask;
  float threshold;
  std::int32_t* counts;

  CEL_FN void operator()(cellerate::Block& block, std::int64_t y) const {
    const float* row = pixels.row(static_cast<int>(y));
    const std::uint8_t* inside = mask ? mask.row(static_cast<int>(y)) : nullptr;
    const float least = threshold;
    const auto is_bright = [=](std::int64_t x) -> std::int32_t {
      return row[x] >= least && (!inside || inside[x]);
    };
    counts[y] = block.sum<std::int32_t>(pixels.shape.width, is_bright);
  }
};

}  // namespace

void count_bright(cellerate::Queue& queue, cellerate::View2<const float> pixels,
                  cellerate::View2<const std::uint8_t> mask, float threshold, std::int32_t* counts) {
  for_each_group(queue, pixels.shape.height, 0, CountRow{pixels, mask, threshold, counts});
}

}  // namespace own
