/// Exact integer distances: the nearest other label up or down for the whole plane at once, then along the
/// rows.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/radii.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/core/segmented_sort.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kStripWidth = 256;
/// More than any plane has rows.
constexpr std::int32_t kFar = 1 << 20;

/// Rows to the nearest other label in the column: a sweep down, then one up.
struct ColumnDistances {
  View2<const std::int32_t> labels;
  std::int32_t at_border;
  View2<std::int32_t> distances;

  CEL_FN void operator()(Block& block, Box strip) const {
    const std::int32_t* plane = labels.data;
    std::int32_t* to = distances.data;
    const std::int64_t pitch = labels.shape.width, n = strip.width(), first = strip.y0 * pitch + strip.x0;
    const std::int32_t border = at_border;
    block.each(n, [=](std::int64_t x) { to[first + x] = border; });
    for (int y = strip.y0 + 1; y < strip.y1; ++y) {
      const std::int64_t at = y * pitch + strip.x0;
      block.each(n, [=](std::int64_t x) {
        const std::int32_t above = to[at + x - pitch];
        to[at + x] = plane[at + x] == plane[at + x - pitch] ? above + 1 : 1;
      });
    }
    const std::int64_t last = (strip.y1 - 1) * pitch + strip.x0;
    block.each(n, [=](std::int64_t x) { to[last + x] = to[last + x] < border ? to[last + x] : border; });
    for (int y = strip.y1 - 2; y >= strip.y0; --y) {
      const std::int64_t at = y * pitch + strip.x0;
      block.each(n, [=](std::int64_t x) {
        const std::int32_t below = plane[at + x] == plane[at + x + pitch] ? to[at + x + pitch] + 1 : 1;
        to[at + x] = to[at + x] < below ? to[at + x] : below;
      });
    }
  }
};

/// Lower than the squares of any distances in a plane of 32,767 pixels a side added up, which are below it.
constexpr std::uint32_t kFarSquare = 0x80000000u;

/// Distances in one row, run by run of an object's pixels: each pixel's own column, the ends of the run, then
/// the columns 1, 2, ... to both sides as long as these can be nearer.
struct RowDistances {
  View2<const std::int32_t> labels;
  const std::int32_t* column_distances;
  bool border_is_outside;
  std::uint32_t* squares;

  static std::int64_t scratch_bytes(int width) {
    return width * static_cast<std::int64_t>(sizeof(std::uint32_t));
  }

  CEL_FN void operator()(Block& block, std::int64_t row) const {
    const int width = labels.shape.width;
    const std::int32_t* const of_row = labels.row(static_cast<int>(row));
    std::uint32_t* const columns = block.scratch<std::uint32_t>(width);
    for (int begin = 0, end; begin < width; begin = end) {
      for (end = begin + 1; end < width && of_row[end] == of_row[begin];) ++end;
      if (of_row[begin] > 0) measure(block, row * width, begin, end, columns);
    }
  }

  CEL_FN void measure(Block& block, std::int64_t row, int begin, int end, std::uint32_t* columns) const {
    const bool left_is_outside = begin > 0 || border_is_outside,
               right_is_outside = end < labels.shape.width || border_is_outside;
    const int n = end - begin;
    const std::int32_t* const distances = column_distances + row + begin;
    std::uint32_t* const best = squares + row + begin;
    block.each(n, [=](std::int64_t x) {
      const auto distance = static_cast<std::uint32_t>(distances[x]);
      const auto left = static_cast<std::uint32_t>(x + 1), right = static_cast<std::uint32_t>(n - x);
      columns[x] = distance < static_cast<std::uint32_t>(kFar) ? distance * distance : kFarSquare;
      const std::uint32_t ends =
          lower(left_is_outside ? left * left : kFarSquare, right_is_outside ? right * right : kFarSquare);
      best[x] = lower(columns[x], ends);
    });
    const auto farthest = block.max<std::uint32_t>(n, 0u, [=](std::int64_t x) { return best[x]; });
    for (int d = 1; d < n && static_cast<std::uint32_t>(d) * d < farthest; ++d) {
      const auto square = static_cast<std::uint32_t>(d) * d;
      block.each(n - d, [=](std::int64_t x) { best[x] = lower(best[x], columns[x + d] + square); });
      block.each(n - d, [=](std::int64_t x) { best[x + d] = lower(best[x + d], columns[x] + square); });
    }
  }
  static CEL_FN std::uint32_t lower(std::uint32_t a, std::uint32_t b) { return b < a ? b : a; }
};

struct TakePixels {
  const std::int32_t* pixels;
  const std::uint32_t* squares;
  std::uint32_t* distances;
  CEL_FN void operator()(std::int64_t i) const {
    const std::uint32_t square = squares[pixels[i]];
    distances[i] = square < kFarSquare ? square : kNoOutside;
  }
};

struct MeanDistance {
  RegionsView regions;
  const std::uint32_t* distances;
  Radii* radii;
  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t n = regions.starts[k + 1] - regions.starts[k];
    const std::uint32_t* squared = distances + regions.starts[k];
    const double sum =
        block.sum<double>(n, [=](std::int64_t i) { return sqrt(static_cast<double>(squared[i])); });
    Radii* to = radii + k;
    block.each(1, [=](std::int64_t) { *to = {0, n > 0 ? sum / n : 0, 0}; });
  }
};

struct RankDistances {
  RegionsView regions;
  const std::uint32_t* sorted;
  Radii* radii;
  CEL_FN void operator()(std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    if (n == 0) return;
    radii[k].max = sqrt(static_cast<double>(sorted[begin + n - 1]));
    const double high = sqrt(static_cast<double>(sorted[begin + n / 2]));
    radii[k].median = n % 2 ? high : (sqrt(static_cast<double>(sorted[begin + n / 2 - 1])) + high) / 2;
  }
};

}  // namespace

void squared_distances(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                       PlaneBorder border, View1<std::uint32_t> distances) {
  const bool is_outside = border == PlaneBorder::IsOutside;
  Buffer<std::int32_t> columns(queue, labels.shape);
  for_each_tile(queue, labels.shape, {labels.shape.height, kStripWidth}, 0,
                ColumnDistances{labels, is_outside ? 1 : kFar, columns.view(labels.shape)});
  Buffer<std::uint32_t> squares(queue, labels.shape);
  for_each_group(queue, labels.shape.height, RowDistances::scratch_bytes(labels.shape.width),
                 RowDistances{labels, columns.data(), is_outside, squares.data()});
  for_each_index(queue, distances.size, TakePixels{regions.pixels, squares.data(), distances.data});
}

void object_radii(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                  View1<Radii> radii) {
  Buffer<std::uint32_t> distances(queue, pixel_count(queue, regions));
  squared_distances(queue, regions, labels, PlaneBorder::IsOutside, distances.view());
  for_each_group(queue, regions.count, 0, MeanDistance{regions, distances.data(), radii.data});
  segmented_sort(queue, distances.view(), regions.starts, regions.count);
  for_each_index(queue, regions.count, RankDistances{regions, distances.data(), radii.data});
}

}  // namespace cellerate::kernel
