// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/block_minimum.hpp"

#include <algorithm>
#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct RowOfBlocks {
  View2<const T> image;
  View2<const std::uint8_t> mask;
  const std::int32_t *row_starts, *column_starts;
  int columns;
  View2<float> out;

  CEL_FN void operator()(Block& block, std::int64_t index) const {
    const RowOfBlocks all = *this;
    block.each(columns, [=](std::int64_t column) {
      const Box box{all.row_starts[index], all.column_starts[column], all.row_starts[index + 1],
                    all.column_starts[column + 1]};
      const float least = static_cast<float>(all.minimum(box));
      for (int y = box.y0; y < box.y1; ++y)
        for (int x = box.x0; x < box.x1; ++x) all.out(y, x) = all.counts(y, x) ? least : 0;
    });
  }

  CEL_FN bool counts(int y, int x) const { return !mask || mask(y, x); }

  CEL_FN T minimum(const Box& box) const {
    T least = T(0);
    bool found = false;
    for (int y = box.y0; y < box.y1; ++y)
      for (int x = box.x0; x < box.x1; ++x) {
        const T value = image(y, x);
        if (!counts(y, x) || (found && !(value < least) && least == least)) continue;
        least = value;
        found = true;
      }
    return least;
  }
};

/// Where the blocks of an axis of n pixels begin, and n.
std::vector<std::int32_t> block_starts(int n, int block_size) {
  const int blocks = std::max(1, static_cast<int>(static_cast<double>(n) / block_size));
  const double scale = static_cast<double>(blocks) / n;
  std::vector<std::int32_t> starts;
  for (int i = 0; i < n; ++i)
    while (static_cast<int>(starts.size()) <= static_cast<int>(i * scale)) starts.push_back(i);
  starts.push_back(n);
  return starts;
}

template <class T>
void minimum(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, int block_size,
             View2<float> out) {
  if (image.shape.empty()) return;
  const std::vector<std::int32_t> rows = block_starts(image.shape.height, block_size),
                                  columns = block_starts(image.shape.width, block_size);
  const auto row_starts = upload(queue, rows), column_starts = upload(queue, columns);
  for_each_group(queue, static_cast<std::int64_t>(rows.size()) - 1, 0,
                 RowOfBlocks<T>{image, mask, row_starts.data(), column_starts.data(),
                                static_cast<int>(columns.size()) - 1, out});
}

}  // namespace

void block_minimum(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int block_size,
                   View2<float> out) {
  minimum(queue, image, mask, block_size, out);
}
void block_minimum(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, int block_size,
                   View2<float> out) {
  minimum(queue, image, mask, block_size, out);
}

}  // namespace cellerate::kernel
