/// Overlap counts: one pass that sums runs of equal pairs, then a sort of the few pairs.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/relate.hpp"

#include <algorithm>

#include "cuda/core/error.hpp"

namespace cellerate::kernel {
namespace {

/// A stretch of a row in which both labels stay the same.
struct PairRun {
  std::uint64_t pair;
  std::int32_t pixels;
};

std::uint64_t pair_key(std::int32_t first, std::int32_t second) {
  return static_cast<std::uint64_t>(first) << 32 | static_cast<std::uint32_t>(second);
}

std::vector<PairRun> pair_runs(View2<const std::int32_t> first, View2<const std::int32_t> second) {
  std::vector<PairRun> runs;
  for (int y = 0; y < first.shape.height; ++y) {
    const std::int32_t* a = first.row(y);
    const std::int32_t* b = second.row(y);
    for (int x = 0; x < first.shape.width;) {
      if (a[x] <= 0 || b[x] <= 0) {
        ++x;
        continue;
      }
      const int begin = x;
      while (++x < first.shape.width && a[x] == a[begin] && b[x] == b[begin]) {
      }
      runs.push_back({pair_key(a[begin], b[begin]), x - begin});
    }
  }
  return runs;
}

}  // namespace

std::vector<LabelOverlap> label_overlaps(Queue& queue, View2<const std::int32_t> first,
                                         View2<const std::int32_t> second) {
  CEL_REQUIRE(first.shape == second.shape, "label overlaps: both planes must have one shape");
  const HostRead<std::int32_t> a(queue, first.data, first.size()), b(queue, second.data, second.size());
  std::vector<PairRun> runs = pair_runs(a.view(first.shape), b.view(first.shape));
  std::sort(runs.begin(), runs.end(), [](const PairRun& l, const PairRun& r) { return l.pair < r.pair; });
  std::vector<LabelOverlap> overlaps;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i == 0 || runs[i].pair != runs[i - 1].pair)
      overlaps.push_back({static_cast<std::int32_t>(runs[i].pair >> 32),
                          static_cast<std::int32_t>(runs[i].pair & 0xffffffffu), 0});
    overlaps.back().pixels += runs[i].pixels;
  }
  return overlaps;
}

std::vector<std::int32_t> parents_of(const std::vector<LabelOverlap>& parent_child, int children) {
  std::vector<std::int32_t> parents(children, 0), most(children, 0);
  for (const LabelOverlap& overlap : parent_child) {
    const std::int32_t child = overlap.second - 1;
    if (child >= children || overlap.pixels <= most[child]) continue;
    most[child] = overlap.pixels;
    parents[child] = overlap.first;
  }
  return parents;
}

std::vector<std::int32_t> children_per_parent(const std::vector<std::int32_t>& parents_of_children,
                                              int parents) {
  std::vector<std::int32_t> counts(parents, 0);
  for (const std::int32_t parent : parents_of_children)
    if (parent > 0 && parent <= parents) ++counts[parent - 1];
  return counts;
}

}  // namespace cellerate::kernel
