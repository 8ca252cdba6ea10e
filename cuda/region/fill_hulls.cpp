// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/fill_hulls.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "cuda/region/convex_hull.hpp"
#include "cuda/region/pixel_index.hpp"

namespace cellerate::kernel {
namespace {

/// First and last column of a hull in a row.
struct Run {
  int first, last;
};

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

/// Takes an edge into the runs of its rows.
void add_edge(Vertex from, Vertex to, int y0, std::vector<Run>& runs) {
  if (from.y > to.y) std::swap(from, to);
  const std::int64_t rows = to.y - from.y, shift = to.x - from.x;
  if (rows == 0) {
    Run& run = runs[from.y - y0];
    run = {std::min({run.first, from.x, to.x}), std::max({run.last, from.x, to.x})};
    return;
  }
  for (std::int64_t k = 0; k <= rows; ++k) {
    const int below = from.x + static_cast<int>(floor_div(k * shift, rows));
    Run& run = runs[from.y + k - y0];
    run.first = std::min(run.first, below + (k * shift % rows != 0));
    run.last = std::max(run.last, below);
  }
}

}  // namespace

void fill_hulls(Queue& queue, View2<const std::int32_t> labels, int count, View2<std::int32_t> filled) {
  const PixelIndex index = pixel_index(queue, labels, count);
  const BoxColumns columns = box_columns(queue, index.view());
  const ConvexHulls hulls = convex_hulls(queue, index.view(), labels, columns);
  const HostRead<Box> boxes(queue, index.boxes.data(), count);
  const HostRead<std::int64_t> starts(queue, columns.starts.data(), columns.starts.size());
  const HostRead<std::int32_t> sizes(queue, hulls.sizes.data(), count);
  const HostRead<Vertex> vertices(queue, hulls.vertices.data(), hulls.vertices.size());
  std::vector<std::int32_t> plane = download(queue, labels.data, labels.size());
  for (int k = 0; k < count; ++k) {
    const Box box = boxes[k];
    std::vector<Run> runs(std::max(box.height(), 0), Run{box.x1, box.x0 - 1});
    const Vertex* hull = vertices.data() + 2 * starts[k];
    for (std::int32_t i = 0; i < sizes[k]; ++i)
      add_edge(hull[i], hull[i + 1 < sizes[k] ? i + 1 : 0], box.y0, runs);
    for (int y = box.y0; y < box.y1; ++y)
      for (int x = runs[y - box.y0].first; x <= runs[y - box.y0].last; ++x)
        plane[static_cast<std::int64_t>(y) * labels.shape.width + x] = k + 1;
  }
  queue.copy_in(filled.data, plane.data(), plane.size() * sizeof(std::int32_t));
}

}  // namespace cellerate::kernel
