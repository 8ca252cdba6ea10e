/// The plane is walked once for the pairs of touching labels; the rest is a small graph.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/distance_colors.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "cuda/label/expand.hpp"
#include "cuda/label/object_table.hpp"

namespace cellerate::kernel {
namespace {

using Neighbors = std::vector<std::vector<std::int32_t>>;  ///< by label

/// Labels that touch across edges or corners.
Neighbors touching_labels(View2<const std::int32_t> labels, int count) {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  const auto touch = [&](std::int32_t a, std::int32_t b) {
    if (a == b || a == 0 || b == 0) return;
    const std::pair pair = std::minmax(a, b);
    if (pairs.empty() || pairs.back() != std::pair<std::int32_t, std::int32_t>(pair)) pairs.push_back(pair);
  };
  const int height = labels.shape.height, width = labels.shape.width;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const std::int32_t own = labels(y, x);
      if (x + 1 < width) touch(own, labels(y, x + 1));
      if (y + 1 == height) continue;
      touch(own, labels(y + 1, x));
      if (x > 0) touch(own, labels(y + 1, x - 1));
      if (x + 1 < width) touch(own, labels(y + 1, x + 1));
    }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  Neighbors neighbors(count + 1);
  for (const auto& [a, b] : pairs) {
    neighbors[a].push_back(b);
    neighbors[b].push_back(a);
  }
  return neighbors;
}

/// From 1; labels without neighbours have the first color.
std::vector<std::int32_t> colors_of(const Neighbors& neighbors) {
  std::vector<std::int32_t> order(neighbors.size()), colors(neighbors.size(), 0);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::int32_t a, std::int32_t b) { return neighbors[a].size() > neighbors[b].size(); });
  for (const std::int32_t label : order) {
    std::vector<bool> is_taken(neighbors[label].size() + 2, false);
    for (const std::int32_t neighbor : neighbors[label])
      if (colors[neighbor] < static_cast<std::int32_t>(is_taken.size())) is_taken[colors[neighbor]] = true;
    std::int32_t color = 1;
    while (is_taken[color]) ++color;
    colors[label] = color;
  }
  return colors;
}

}  // namespace

std::vector<std::int32_t> touching_colors(Queue& queue, View2<const std::int32_t> labels, int count) {
  const HostRead<std::int32_t> plane(queue, labels.data, labels.size());
  return colors_of(touching_labels(plane.view(labels.shape), count));
}

std::vector<std::int32_t> distance_colors(Queue& queue, View2<const std::int32_t> labels, int count) {
  std::vector<std::int32_t> numbers(count + 1, 0);
  if (labels.shape.empty()) return numbers;
  Buffer<std::int32_t> areas(queue, count + 1), expanded(queue, labels.shape);
  label_areas(queue, labels, areas.view());
  expand_labels(queue, labels, std::numeric_limits<double>::infinity(), expanded.view(labels.shape));
  const std::vector<std::int32_t> colors =
      touching_colors(queue, std::as_const(expanded).view(labels.shape), count);
  const std::vector<std::int32_t> pixels = download(queue, areas);
  std::vector<std::int32_t> present;
  for (std::int32_t label = 1; label <= count; ++label)
    if (pixels[label] > 0) present.push_back(label);
  std::stable_sort(present.begin(), present.end(),
                   [&](std::int32_t a, std::int32_t b) { return colors[a] < colors[b]; });
  for (std::size_t i = 0; i < present.size(); ++i) numbers[present[i]] = static_cast<std::int32_t>(i) + 1;
  return numbers;
}

}  // namespace cellerate::kernel
