/// Holes by a walk over the adjacency of objects and background components.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/fill_holes.hpp"

#include <algorithm>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/label/connected_components.hpp"
#include "cuda/label/object_table.hpp"

namespace cellerate::kernel {
namespace {

/// A component is filled where it is small and not flagged as one that touches the border.
struct FillSmall {
  View2<const std::int32_t> components;
  View1<const std::int32_t> areas;
  View1<const std::uint8_t> on_border;
  double area_limit;
  View2<std::uint8_t> filled;
  CEL_FN void operator()(int y, int x) const {
    const std::int32_t component = components(y, x);
    filled(y, x) = component == 0 || (!on_border[component] && areas[component] < area_limit);
  }
};

/// Gives each pixel its node: the label, or max_label + the number of its background component.
struct MakeNodes {
  View2<const std::int32_t> labels;
  int max_label;
  View2<std::int32_t> nodes;  ///< in: background components
  CEL_FN void operator()(int y, int x) const {
    const std::int32_t label = labels(y, x);
    nodes(y, x) = label > 0 ? label : nodes(y, x) + max_label;
  }
};

/// Neighbours of each node in ascending order.
class Adjacency {
 public:
  Adjacency(View2<const std::int32_t> nodes, int node_count) : starts_(node_count + 2, 0) {
    collect(nodes, node_count);
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    for (const std::uint64_t edge : edges_) ++starts_[(edge >> 32) + 1];
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  }
  template <class F>
  void each_neighbor(std::int32_t node, const F& f) const {
    for (std::int32_t i = starts_[node]; i < starts_[node + 1]; ++i)
      f(static_cast<std::int32_t>(edges_[i] & 0xffffffffu));
  }

 private:
  /// Neighbouring pixels repeat the same few edges: remembering the last partner of the lower node drops
  /// nearly all repetitions before they are sorted.
  void collect(View2<const std::int32_t> nodes, int node_count) {
    std::vector<std::int32_t> last(node_count + 1, 0);
    const auto add = [&](std::int32_t a, std::int32_t b) {
      const std::int32_t low = std::min(a, b), high = std::max(a, b);
      if (std::exchange(last[low], high) == high) return;
      edges_.push_back(static_cast<std::uint64_t>(low) << 32 | static_cast<std::uint32_t>(high));
      edges_.push_back(static_cast<std::uint64_t>(high) << 32 | static_cast<std::uint32_t>(low));
    };
    for (int y = 0; y < nodes.shape.height; ++y) {
      const std::int32_t* row = nodes.row(y);
      const std::int32_t* below = y + 1 < nodes.shape.height ? nodes.row(y + 1) : row;
      for (int x = 0; x + 1 < nodes.shape.width; ++x)
        if (row[x] != row[x + 1]) add(row[x], row[x + 1]);
      for (int x = 0; x < nodes.shape.width; ++x)
        if (row[x] != below[x]) add(row[x], below[x]);
    }
  }
  std::vector<std::uint64_t> edges_;
  std::vector<std::int32_t> starts_;
};

std::vector<std::int32_t> nodes_on_border(View2<const std::int32_t> nodes) {
  std::vector<std::int32_t> found;
  const int height = nodes.shape.height, width = nodes.shape.width;
  for (int x = 0; x < width; ++x) found.insert(found.end(), {nodes(0, x), nodes(height - 1, x)});
  for (int y = 0; y < height; ++y) found.insert(found.end(), {nodes(y, 0), nodes(y, width - 1)});
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// The new number of every node. Both walks take the node found last first, as centrosome does: it decides
/// which of two owners a chain of holes inside holes inherits.
std::vector<std::int32_t> new_numbers(const Adjacency& graph, std::vector<std::int32_t> to_do, int max_label,
                                      int node_count) {
  std::vector<std::int32_t> owner(node_count + 1,
                                  0);  // the first object found beside the node that is no hole
  std::vector<std::uint8_t> is_not_hole(node_count + 1, 0);
  for (const std::int32_t node : to_do) is_not_hole[node] = 1;
  while (!to_do.empty()) {
    const std::int32_t node = to_do.back();
    to_do.pop_back();
    graph.each_neighbor(node, [&](std::int32_t other) {
      if (is_not_hole[other]) return;
      if (node <= max_label) {
        if (owner[other] == 0) owner[other] = node;
        if (owner[other] == node) return;
      } else if (other > max_label) {
        return;
      }
      is_not_hole[other] = 1;
      to_do.push_back(other);
    });
  }
  for (std::int32_t node = 1; node <= node_count; ++node)
    if (!is_not_hole[node] && owner[node] != 0) to_do.push_back(node);
  while (!to_do.empty()) {
    const std::int32_t node = to_do.back();
    to_do.pop_back();
    graph.each_neighbor(node, [&](std::int32_t other) {
      if (is_not_hole[other] || owner[other] != 0) return;
      owner[other] = owner[node];
      to_do.push_back(other);
    });
  }
  for (std::int32_t node = 1; node <= node_count; ++node)
    if (is_not_hole[node]) owner[node] = node <= max_label ? node : 0;
  return owner;
}

struct WriteFilled {
  View2<const std::int32_t> labels, nodes;
  const std::int32_t* numbers;
  bool background_only;
  View2<std::int32_t> filled;
  CEL_FN void operator()(int y, int x) const {
    const std::int32_t label = labels(y, x);
    filled(y, x) = background_only && label > 0 ? label : numbers[nodes(y, x)];
  }
};

}  // namespace

void fill_mask_holes(Queue& queue, View2<const std::uint8_t> mask, double area_limit,
                     View2<std::uint8_t> filled) {
  CEL_REQUIRE(filled.shape == mask.shape, "fill holes: the output must have the shape of the mask");
  Buffer<std::int32_t> components(queue, mask.shape);
  const auto plane = components.view(mask.shape);
  const int count = background_components(queue, mask, Connectivity::Four, plane);
  Buffer<std::int32_t> areas(queue, count + 1);
  Buffer<std::uint8_t> on_border = zeros<std::uint8_t>(queue, count + 1);
  label_areas(queue, plane, areas.view());
  flag_border_labels(queue, plane, on_border.view());
  for_each_pixel(queue, mask.shape, FillSmall{plane, areas.view(), on_border.view(), area_limit, filled});
}

void fill_labeled_holes(Queue& queue, View2<const std::int32_t> labels, int max_label, FillOver over,
                        View2<std::int32_t> filled) {
  CEL_REQUIRE(filled.shape == labels.shape, "fill holes: the output must have the shape of the labels");
  if (labels.shape.empty()) return;
  Buffer<std::int32_t> nodes(queue, labels.shape);
  const auto plane = nodes.view(labels.shape);
  const int node_count = max_label + background_components(queue, labels, Connectivity::Four, plane);
  for_each_pixel(queue, labels.shape, MakeNodes{labels, max_label, plane});
  const HostRead<std::int32_t> host(queue, nodes.data(), nodes.size());
  const Adjacency graph(host.view(labels.shape), node_count);
  const auto numbers =
      upload(queue, new_numbers(graph, nodes_on_border(host.view(labels.shape)), max_label, node_count));
  for_each_pixel(queue, labels.shape,
                 WriteFilled{labels, plane, numbers.data(), over == FillOver::BackgroundOnly, filled});
}

}  // namespace cellerate::kernel
