/// Labels that touch are treated apart: in planes of one color, in which no objects touch.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/distance/label_depth.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "cuda/distance/euclidean_transform.hpp"

namespace cellerate::kernel {
namespace {

/// A color for each label, another one for each label it touches: objects of one color have the distances
/// that each has alone.
std::vector<int> colors_of(View2<const std::int32_t> labels, int max_label) {
  std::vector<std::set<std::int32_t>> lower_neighbors(max_label + 1);
  for (int y = 0; y < labels.shape.height; ++y)
    for (int x = 0; x < labels.shape.width; ++x)
      for (const auto& [dy, dx] : {std::pair{0, 1}, {1, -1}, {1, 0}, {1, 1}}) {
        if (!labels.shape.contains(y + dy, x + dx)) continue;
        const std::int32_t a = labels(y, x), b = labels(y + dy, x + dx);
        if (a > 0 && b > 0 && a != b) lower_neighbors[std::max(a, b)].insert(std::min(a, b));
      }
  std::vector<int> colors(max_label + 1, 0);
  for (int label = 1; label <= max_label; ++label) {
    std::set<int> taken;
    for (const std::int32_t neighbor : lower_neighbors[label]) taken.insert(colors[neighbor]);
    colors[label] = 1;
    while (taken.count(colors[label])) ++colors[label];
  }
  return colors;
}

}  // namespace

std::vector<std::int32_t> label_depths(View2<const std::int32_t> labels) {
  const std::int64_t n = labels.size();
  if (n == 0) return {};
  const int max_label = std::max(0, *std::max_element(labels.data, labels.data + n));
  const std::vector<int> colors = colors_of(labels, max_label);
  const auto host = Device::cpu(1);
  std::vector<std::uint8_t> mask(n);
  std::vector<std::int32_t> depth(n), of_color(n);
  for (int color = 1; color <= *std::max_element(colors.begin(), colors.end()); ++color) {
    for (std::int64_t i = 0; i < n; ++i) mask[i] = labels[i] > 0 && colors[labels[i]] == color;
    squared_distance(host->queue(), {mask.data(), labels.shape}, {of_color.data(), labels.shape});
    for (std::int64_t i = 0; i < n; ++i)
      if (mask[i]) depth[i] = of_color[i];
  }
  return depth;
}

}  // namespace cellerate::kernel
