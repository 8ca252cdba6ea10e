/// Column extremes in parallel, then a monotone chain over the columns, one thread an object.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/convex_hull.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

/// First and last row of an object in one column.
struct Rows {
  std::int32_t top, bottom;
  CEL_FN bool empty() const { return bottom < top; }
};

CEL_FN std::int64_t cross(Vertex a, Vertex b, Vertex c) {
  return static_cast<std::int64_t>(b.x - a.x) * (c.y - a.y) -
         static_cast<std::int64_t>(b.y - a.y) * (c.x - a.x);
}

/// A chain of vertices that turns one way only.
struct Chain {
  Vertex* vertices;
  std::int32_t size = 0, base = 0;
  CEL_FN void push(Vertex v) {
    while (size - base >= 2 && cross(vertices[size - 2], vertices[size - 1], v) <= 0) --size;
    vertices[size++] = v;
  }
};

/// Over the tops to the right, back over the bottoms.
CEL_FN std::int32_t chain_hull(const Rows* columns, int width, int x0, Vertex* vertices) {
  Chain chain{vertices};
  for (int c = 0; c < width; ++c)
    if (!columns[c].empty()) chain.push({columns[c].top, x0 + c});
  chain.base = chain.size - 1;
  for (int c = width - 1; c >= 0; --c) {
    if (columns[c].empty() || (c == width - 1 && columns[c].top == columns[c].bottom)) continue;
    chain.push({columns[c].bottom, x0 + c});
  }
  const Vertex first = vertices[0], last = vertices[chain.size - 1];
  return chain.size > 1 && first.y == last.y && first.x == last.x ? chain.size - 1 : chain.size;
}

CEL_FN std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }
CEL_FN std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return a / b + (a % b > 0); }

/// Widens the columns under one edge of the hull to the hull of the edge midpoints: above column c that is
/// the lowest of the edge half a pixel further out, and of the edge half a column to either side.
CEL_FN void cover_edge(Vertex from, Vertex to, int x0, Rows* columns) {
  const bool top = from.x < to.x;
  const Vertex left = top ? from : to, right = top ? to : from;
  const std::int64_t w = right.x - left.x, rise = right.y - left.y;
  for (int x = left.x; x <= right.x; ++x) {
    const std::int64_t twice =
        2 * (left.y * w + rise * (x - left.x));  // 2 w times the edge's row in this column
    Rows& rows = columns[x - x0];
    for (int side = -1; side <= 1; ++side) {
      if ((side < 0 && x == left.x) || (side > 0 && x == right.x)) continue;
      if (top) {
        const auto row = static_cast<std::int32_t>(ceil_div(twice + (side == 0 ? -w : side * rise), 2 * w));
        if (row < rows.top) rows.top = row;
      } else {
        const auto row = static_cast<std::int32_t>(floor_div(twice + (side == 0 ? w : side * rise), 2 * w));
        if (row > rows.bottom) rows.bottom = row;
      }
    }
  }
}

struct BuildHulls {
  RegionsView regions;
  View2<const std::int32_t> labels;
  const std::int64_t* starts;
  Rows* rows;
  std::int32_t* sizes;
  Vertex* vertices;
  std::int32_t* areas;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const Box box = regions.boxes[k];
    const View2<const std::int32_t> plane = labels;
    const std::int32_t own = static_cast<std::int32_t>(k) + 1;
    Rows* columns = rows + starts[k];
    block.each(box.width(), [=](std::int64_t c) {
      const int x = box.x0 + static_cast<int>(c);
      Rows found{box.y0, box.y1 - 1};
      while (found.top < box.y1 && plane(found.top, x) != own) ++found.top;
      while (found.bottom >= found.top && plane(found.bottom, x) != own) --found.bottom;
      if (found.top == box.y1) found = {box.y1, -1};
      columns[c] = found;
    });
    Vertex* hull = vertices + 2 * starts[k];
    std::int32_t *size = sizes + k, *area = areas + k;
    block.each(1, [=](std::int64_t) {
      const std::int32_t n = box.empty() ? 0 : chain_hull(columns, box.width(), box.x0, hull);
      for (std::int32_t i = 0; i < n; ++i) {
        const Vertex a = hull[i], b = hull[i + 1 < n ? i + 1 : 0];
        if (a.x != b.x) cover_edge(a, b, box.x0, columns);
      }
      std::int32_t covered = 0;
      for (int c = 0; c < box.width(); ++c) covered += columns[c].bottom - columns[c].top + 1;
      *size = n;
      *area = covered;
    });
  }
};

/// Squared distance of p from the line through a and b.
CEL_FN double squared_distance(Vertex p, Vertex a, Vertex b) {
  const double area = static_cast<double>(cross(a, b, p));
  const double dy = b.y - a.y, dx = b.x - a.x;
  return area * area / (dy * dy + dx * dx);
}

struct MeasureFeret {
  HullsView hulls;
  Feret* diameters;
  CEL_FN void operator()(std::int64_t k) const {
    const std::int32_t n = hulls.sizes[k];
    const Vertex* hull = hulls.of(k);
    double longest = 0, narrowest = 0;
    for (std::int32_t i = 0; i < n; ++i) {
      const Vertex next = hull[i + 1 < n ? i + 1 : 0];
      double farthest = 0;
      for (std::int32_t j = 0; j < n; ++j) {
        const double dy = hull[j].y - hull[i].y, dx = hull[j].x - hull[i].x;
        longest = fmax(longest, dy * dy + dx * dx);
        if (n > 2) farthest = fmax(farthest, squared_distance(hull[j], hull[i], next));
      }
      narrowest = i == 0 ? farthest : fmin(narrowest, farthest);
    }
    diameters[k] = {sqrt(narrowest), sqrt(longest)};
  }
};

}  // namespace

ConvexHulls convex_hulls(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                         const BoxColumns& columns) {
  ConvexHulls hulls;
  hulls.sizes = Buffer<std::int32_t>(queue, regions.count);
  hulls.areas = Buffer<std::int32_t>(queue, regions.count);
  hulls.vertices = Buffer<Vertex>(queue, 2 * columns.total);
  Buffer<Rows> rows(queue, columns.total);
  for_each_group(queue, regions.count, 0,
                 BuildHulls{regions, labels, columns.starts.data(), rows.data(), hulls.sizes.data(),
                            hulls.vertices.data(), hulls.areas.data()});
  return hulls;
}

void feret_diameters(Queue& queue, HullsView hulls, View1<Feret> diameters) {
  for_each_index(queue, diameters.size, MeasureFeret{hulls, diameters.data});
}

}  // namespace cellerate::kernel
