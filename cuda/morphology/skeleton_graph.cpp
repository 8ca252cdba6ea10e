// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/skeleton_graph.hpp"

#include <algorithm>
#include <tuple>

namespace cellerate::kernel {
namespace {

/// Calls visit(index) for the 8 neighbours of a pixel inside the plane, in raster order.
template <class Visit>
void each_neighbor(Shape2 shape, std::int64_t pixel, const Visit& visit) {
  const int y = static_cast<int>(pixel / shape.width), x = static_cast<int>(pixel % shape.width);
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx)
      if ((dy || dx) && shape.contains(y + dy, x + dx))
        visit(pixel + static_cast<std::int64_t>(dy) * shape.width + dx);
}

class GraphBuilder {
 public:
  GraphBuilder(const ObjectSkeleton& skeleton, View2<const float> intensity)
      : s_(skeleton), intensity_(intensity), vertex_(s_.shape.size(), 0), line_(s_.shape.size(), 0) {}

  SkeletonGraph build() {
    number_vertices();
    number_lines();
    join_neighbors();
    join_along_lines();
    keep_shortest();
    return std::move(graph_);
  }

 private:
  struct Line {
    std::int64_t pixels = 0;
    double intensity = 0;
    std::vector<int> vertices;  ///< that touch it, once for each touching pixel
  };

  void number_vertices() {
    for (std::int64_t i = 0; i < s_.shape.size(); ++i) {
      char kind = 0;
      if (s_.is_trunk(i))
        kind = 'T';
      else if (s_.branch_points[i])
        kind = 'B';
      if (s_.end_points[i]) kind = 'E';
      if (!kind) continue;
      graph_.vertices.push_back(
          {static_cast<int>(i / s_.shape.width), static_cast<int>(i % s_.shape.width), s_.labels[i], kind});
      vertex_[i] = static_cast<int>(graph_.vertices.size());
    }
  }

  /// Lines are connected pixels between branch points; two pixels with three neighbours or more do not
  /// connect.
  void number_lines() {
    std::vector<std::uint8_t> neighbors(s_.shape.size(), 0);
    for (std::int64_t i = 0; i < s_.shape.size(); ++i)
      if (s_.skeleton[i]) each_neighbor(s_.shape, i, [&](std::int64_t j) { neighbors[i] += s_.skeleton[j]; });
    std::vector<std::int64_t> waiting;
    for (std::int64_t start = 0; start < s_.shape.size(); ++start) {
      if (!is_on_line(start) || line_[start]) continue;
      lines_.emplace_back();
      line_[start] = static_cast<int>(lines_.size());
      for (waiting = {start}; !waiting.empty();) {
        const std::int64_t i = waiting.back();
        waiting.pop_back();
        each_neighbor(s_.shape, i, [&](std::int64_t j) {
          if (!is_on_line(j) || line_[j] || (neighbors[i] >= 3 && neighbors[j] >= 3)) return;
          line_[j] = static_cast<int>(lines_.size());
          waiting.push_back(j);
        });
      }
    }
    for (std::int64_t i = 0; i < s_.shape.size(); ++i) {
      if (vertex_[i]) line_[i] = 0;
      if (!line_[i]) continue;
      Line& line = lines_[line_[i] - 1];
      ++line.pixels;
      line.intensity += intensity_[i];
    }
  }
  bool is_on_line(std::int64_t i) const { return s_.skeleton[i] && !s_.forks[i]; }

  std::int64_t place_of(int vertex) const {
    const SkeletonVertex& v = graph_.vertices[vertex - 1];
    return static_cast<std::int64_t>(v.y) * s_.shape.width + v.x;
  }
  /// In single precision, as NumPy adds two pixels.
  float intensity_of(int first, int second) const {
    return intensity_[place_of(first)] + intensity_[place_of(second)];
  }

  void join_neighbors() {
    for (int first = 1; first <= static_cast<int>(graph_.vertices.size()); ++first)
      each_neighbor(s_.shape, place_of(first), [&](std::int64_t j) {
        const int second = vertex_[j];
        if (second > first && s_.labels[j] == s_.labels[place_of(first)])
          graph_.edges.push_back({first, second, 2, intensity_of(first, second)});
        if (line_[j]) lines_[line_[j] - 1].vertices.push_back(first);
      });
  }

  void join_along_lines() {
    for (const Line& line : lines_)
      for (std::size_t a = 0; a < line.vertices.size(); ++a)
        for (std::size_t b = a + 1; b < line.vertices.size(); ++b) {
          const int first = line.vertices[a], second = line.vertices[b];
          graph_.edges.push_back(
              {first, second, line.pixels + 2, intensity_of(first, second) + line.intensity});
        }
  }

  void keep_shortest() {
    const auto ends = [](const SkeletonEdge& edge) { return std::tie(edge.second, edge.first); };
    std::stable_sort(graph_.edges.begin(), graph_.edges.end(),
                     [](const SkeletonEdge& a, const SkeletonEdge& b) {
                       return std::tie(a.second, a.first, a.length) < std::tie(b.second, b.first, b.length);
                     });
    const auto end =
        std::unique(graph_.edges.begin(), graph_.edges.end(),
                    [&](const SkeletonEdge& a, const SkeletonEdge& b) { return ends(a) == ends(b); });
    graph_.edges.erase(end, graph_.edges.end());
  }

  const ObjectSkeleton& s_;
  View2<const float> intensity_;
  std::vector<int> vertex_, line_;  ///< of each pixel, counted from 1
  std::vector<Line> lines_;
  SkeletonGraph graph_;
};

}  // namespace

SkeletonGraph skeleton_graph(const ObjectSkeleton& skeleton, View2<const float> intensity) {
  return GraphBuilder(skeleton, intensity).build();
}

}  // namespace cellerate::kernel
