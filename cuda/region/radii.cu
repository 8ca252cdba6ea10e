/// Exact integer distances: the nearest other label up or down for the whole plane at once, then a search
/// outwards along the row that ends at the best distance found.
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

struct RowSearch {
  RegionsView regions;
  const std::int32_t* labels;
  const std::int32_t* column_distances;
  bool border_is_outside;
  std::uint32_t* distances;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], own = static_cast<std::int32_t>(k) + 1;
    const std::int32_t* pixels = regions.pixels + begin;
    const RowSearch self = *this;
    block.each(regions.starts[k + 1] - begin,
               [=](std::int64_t i) { self.distances[begin + i] = self.nearest(pixels[i], own); });
  }

  CEL_FN std::uint32_t nearest(std::int32_t at, std::int32_t own) const {
    const int width = regions.shape.width, x = at % width, farthest = x > width - 1 - x ? x : width - 1 - x;
    const std::int64_t beyond = border_is_outside ? 0 : squared(kFar);
    std::int64_t best = squared(column_distances[at]);
    for (int d = 1; squared(d) < best && (border_is_outside || d <= farthest); ++d) {
      const std::int64_t left = x < d ? beyond : rest(at - d, own),
                         right = x + d >= width ? beyond : rest(at + d, own);
      const std::int64_t found = squared(d) + (left < right ? left : right);
      if (found < best) best = found;
    }
    return best < kNoOutside ? static_cast<std::uint32_t>(best) : kNoOutside;
  }
  /// From a pixel of the row along its column.
  CEL_FN std::int64_t rest(std::int32_t at, std::int32_t own) const {
    return labels[at] == own ? squared(column_distances[at]) : 0;
  }
  static CEL_FN std::int64_t squared(std::int64_t d) { return d * d; }
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
  for_each_group(queue, regions.count, 0,
                 RowSearch{regions, labels.data, columns.data(), is_outside, distances.data});
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
