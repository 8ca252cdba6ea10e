/// One thread a row: its running sum is sequential by nature. The sums of columns are whole numbers, so that
/// they can be taken anew for each pixel.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/skeleton_nodes.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct CountNodes {
  View2<const std::uint8_t> mask;
  SkeletonNodes* of_rows;

  CEL_FN void operator()(std::int64_t row) const {
    const int y = static_cast<int>(row), width = mask.shape.width;
    SkeletonNodes found;
    // The plane has a ring of zeros around it; beyond that it is mirrored, which is 0 again.
    double sum = column(y, -1) + column(y, -1) + column(y, 0);
    for (int x = 0; x < width; ++x) {
      sum = sum + (column(y, x + 1) - column(y, x - 2));
      if (!mask(y, x)) continue;
      const int neighbors = static_cast<int>(9 * (sum / 3) - 1);
      found.branches += neighbors > 2;
      found.ends += neighbors == 1;
    }
    of_rows[y] = found;
  }
  /// Mean of three pixels of a column; -1 and width are the ring, and what follows mirrors it.
  CEL_FN double column(int y, int x) const {
    if (x < 0 || x >= mask.shape.width) return 0;
    int on = mask(y, x) != 0;
    if (y > 0) on += mask(y - 1, x) != 0;
    if (y + 1 < mask.shape.height) on += mask(y + 1, x) != 0;
    return on / 3.0;
  }
};

}  // namespace

SkeletonNodes skeleton_nodes(Queue& queue, View2<const std::uint8_t> mask) {
  Buffer<SkeletonNodes> of_rows(queue, mask.shape.height);
  for_each_index(queue, mask.shape.height, CountNodes{mask, of_rows.data()});
  const HostRead<SkeletonNodes> rows(queue, of_rows.data(), of_rows.size());
  SkeletonNodes all;
  for (std::int64_t y = 0; y < rows.size(); ++y) {
    all.branches += rows[y].branches;
    all.ends += rows[y].ends;
  }
  return all;
}

}  // namespace cellerate::kernel
