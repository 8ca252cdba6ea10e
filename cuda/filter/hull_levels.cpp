// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/hull_levels.hpp"

#include <algorithm>
#include <cstdlib>

namespace cellerate::kernel {
namespace {

struct Point {
  std::int32_t y, x;
};

/// Highest and lowest place of a column's pixels that are at or above a level.
struct Extent {
  std::int32_t top, bottom;
};

std::int64_t cross(Point a, Point b, Point c) {
  return static_cast<std::int64_t>(b.x - a.x) * (c.y - a.y) -
         static_cast<std::int64_t>(b.y - a.y) * (c.x - a.x);
}

void push(std::vector<Point>& chain, std::size_t base, Point point) {
  while (chain.size() - base >= 2 && cross(chain[chain.size() - 2], chain.back(), point) <= 0)
    chain.pop_back();
  chain.push_back(point);
}

/// Over the tops to the right, back under the bottoms; the first point once.
void build_hull(const Extent* columns, int width, std::vector<Point>& hull) {
  hull.clear();
  for (int x = 0; x < width; ++x)
    if (columns[x].top <= columns[x].bottom) push(hull, 0, {columns[x].top, x});
  const std::size_t base = hull.size() - 1;
  for (int x = width - 1; x >= 0; --x) {
    if (columns[x].top > columns[x].bottom) continue;
    const Point point{columns[x].bottom, x};
    if (point.y != hull.back().y || point.x != hull.back().x) push(hull, base, point);
  }
  if (hull.size() > 1 && hull.front().y == hull.back().y && hull.front().x == hull.back().x) hull.pop_back();
}

/// Bresenham's line; rows lead where both axes are as long.
void draw_line(Point from, Point to, std::int32_t level, View2<std::int32_t> drawn) {
  const std::int32_t dy = std::abs(to.y - from.y), dx = std::abs(to.x - from.x);
  const std::int32_t step_y = to.y > from.y ? 1 : -1, step_x = to.x > from.x ? 1 : -1;
  const bool rows_lead = dy >= dx;
  const std::int32_t length = rows_lead ? dy : dx, drift = rows_lead ? dx : dy;
  std::int32_t remainder = 2 * drift - length;
  drawn(from.y, from.x) = level;
  for (std::int32_t i = 0; i < length; ++i) {
    if (remainder >= 0) {
      (rows_lead ? from.x : from.y) += rows_lead ? step_x : step_y;
      remainder -= 2 * length;
    }
    (rows_lead ? from.y : from.x) += rows_lead ? step_y : step_x;
    remainder += 2 * drift;
    drawn(from.y, from.x) = level;
  }
}

/// Undrawn pixels get the lower of the next drawn ones above and below; 0 where there is none.
void fill_columns(View2<std::int32_t> drawn) {
  const int height = drawn.shape.height, width = drawn.shape.width;
  std::vector<std::int32_t> above(drawn.size()), next(width, 0);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      if (drawn(y, x)) next[x] = drawn(y, x);
      above[static_cast<std::size_t>(y) * width + x] = next[x];
    }
  std::fill(next.begin(), next.end(), 0);
  for (int y = height - 1; y >= 0; --y)
    for (int x = 0; x < width; ++x) {
      if (drawn(y, x)) next[x] = drawn(y, x);
      drawn(y, x) = std::min(next[x], above[static_cast<std::size_t>(y) * width + x]);
    }
}

}  // namespace

void raise_to_hulls(std::vector<std::int32_t>& levels, Shape2 shape, int count) {
  const int width = shape.width;
  std::vector<Extent> extents(static_cast<std::size_t>(count) * width, {shape.height, -1});
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < width; ++x) {
      Extent& extent =
          extents[levels[static_cast<std::size_t>(y) * width + x] * static_cast<std::size_t>(width) + x];
      extent = {std::min(extent.top, y), std::max(extent.bottom, y)};
    }
  for (std::size_t i = extents.size() - width; i-- > 0;) {
    const Extent& higher = extents[i + width];
    extents[i] = {std::min(extents[i].top, higher.top), std::max(extents[i].bottom, higher.bottom)};
  }
  std::fill(levels.begin(), levels.end(), 0);
  const View2<std::int32_t> drawn{levels.data(), shape};
  std::vector<Point> hull;
  // Upwards: of the hulls that are drawn through a pixel the highest counts
  for (int level = 1; level < count; ++level) {
    build_hull(&extents[static_cast<std::size_t>(level) * width], width, hull);
    for (std::size_t i = 0; i < hull.size(); ++i)
      draw_line(hull[i], hull[(i + 1) % hull.size()], level, drawn);
  }
  fill_columns(drawn);
}

}  // namespace cellerate::kernel
