// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/object_skeleton.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cuda/core/error.hpp"
#include "cuda/label/fill_holes.hpp"
#include "cuda/label/propagate.hpp"
#include "cuda/morphology/neighborhood.hpp"
#include "cuda/morphology/skeletonize.hpp"

namespace cellerate::kernel {
namespace {

/// Farther than any neighbour's distance.
constexpr double kNearby = 1.5;

/// Index into neighbourhood tables of the pixels that `is_on` says are on; what is outside the plane is off.
template <class IsOn>
int neighborhood_index(Shape2 shape, std::int64_t pixel, const IsOn& is_on) {
  const int y = static_cast<int>(pixel / shape.width), x = static_cast<int>(pixel % shape.width);
  int index = 0;
  for (int k = 0; k < 9; ++k) {
    const int v = y + k / 3 - 1, u = x + k % 3 - 1;
    if (shape.contains(v, u) && is_on(static_cast<std::int64_t>(v) * shape.width + u)) index |= 1 << k;
  }
  return index;
}

/// The best of a pixel's 3 x 3 neighbourhood inside the plane.
template <class Better>
std::vector<std::int32_t> filtered(const std::vector<std::int32_t>& plane, Shape2 shape,
                                   const Better& better) {
  const auto along = [&](const std::vector<std::int32_t>& from, bool rows) {
    std::vector<std::int32_t> to = from;
    const std::int64_t step = rows ? shape.width : 1;
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x) {
        const std::int64_t i = static_cast<std::int64_t>(y) * shape.width + x;
        if (rows ? y > 0 : x > 0) to[i] = better(to[i], from[i - step]);
        if (rows ? y + 1 < shape.height : x + 1 < shape.width) to[i] = better(to[i], from[i + step]);
      }
    return to;
  };
  return along(along(plane, false), true);
}
std::vector<std::int32_t> dilated(const std::vector<std::int32_t>& labels, Shape2 shape) {
  return filtered(labels, shape, [](std::int32_t a, std::int32_t b) { return std::max(a, b); });
}
std::vector<std::int32_t> eroded(const std::vector<std::int32_t>& labels, Shape2 shape) {
  return filtered(labels, shape, [](std::int32_t a, std::int32_t b) { return std::min(a, b); });
}

/// The skeleton and rings of one pixel around the objects, thinned again. The middle of objects is no hole.
std::vector<std::uint8_t> ringed_skeleton(Queue& queue, View2<const std::uint8_t> skeleton,
                                          const std::vector<std::int32_t>& seeds, int largest_hole) {
  const Shape2 shape = skeleton.shape;
  const std::vector<std::int32_t> middles = eroded(seeds, shape);
  const HostRead<std::uint8_t> bright(queue, skeleton.data, skeleton.size());
  std::vector<std::uint8_t> all(shape.size());
  for (std::int64_t i = 0; i < shape.size(); ++i) all[i] = bright[i] || seeds[i] > 0;
  if (largest_hole > 0) {
    Buffer<std::uint8_t> filled(queue, shape);
    fill_mask_holes(queue, upload(queue, all).view(shape), largest_hole + 1.0, filled.view(shape));
    all = download(queue, filled);
  }
  std::vector<std::int32_t> rings(shape.size());
  for (std::int64_t i = 0; i < shape.size(); ++i) rings[i] = all[i] && middles[i] <= 0;
  Buffer<std::int32_t> thinned = upload(queue, rings);
  skeletonize(queue, std::as_const(thinned).view(shape), thinned.view(shape));
  std::vector<std::uint8_t> result;
  for (const std::int32_t on : download(queue, thinned)) result.push_back(on > 0);
  return result;
}

/// Gives each pixel of the skeleton to the object from whose ring the shortest way leads to it.
void assign_to_objects(Queue& queue, ObjectSkeleton& s) {
  const Shape2 shape = s.shape;
  Buffer<std::int32_t> labels(queue, shape);
  Buffer<double> ways(queue, shape);
  propagate(queue, {}, upload(queue, s.seeds).view(shape), upload(queue, s.skeleton).view(shape), 1,
            labels.view(shape), ways.view(shape));
  s.labels = download(queue, labels);
  const HostRead<double> way(queue, ways.data(), ways.size());
  s.is_nearby.resize(shape.size());
  for (std::int64_t i = 0; i < shape.size(); ++i) {
    s.is_nearby[i] = !(way[i] > kNearby);
    if (s.labels[i] == 0) s.skeleton[i] = 0;
  }
}

/// Parts of the neighbourhood without its centre; 0 where the centre is off.
int count_branches(int index) {
  return index & kCenterBit ? count_components(index & ~kCenterBit, Connectivity::Four) : 0;
}
const std::array<std::uint8_t, 512> kBranches = [] {
  std::array<std::uint8_t, 512> branches{};
  for (int index = 0; index < 512; ++index)
    branches[index] = static_cast<std::uint8_t>(count_branches(index));
  return branches;
}();

/// Four branches that meet in two pixels are no branch point by themselves. CellProfiler marks the two, but
/// looks at the same pixel (1, 1) of the plane for all of them.
void mark_crossings(ObjectSkeleton& s) {
  const std::int64_t width = s.shape.width;
  if (!s.skeleton[width + 1]) return;
  for (std::int64_t y = 0; y + 1 < s.shape.height; ++y)
    for (std::int64_t x = 0; x + 1 < width; ++x) {
      const std::int64_t i = y * width + x;
      if (!s.skeleton[i] || !s.skeleton[i + width] || !s.skeleton[i + 1]) continue;
      s.branch_points[i] = 1;
      s.branch_points[i + width + 1] = 1;
    }
}

void find_nodes(ObjectSkeleton& s) {
  const std::int64_t n = s.shape.size();
  s.branch_points.assign(n, 0);
  s.end_points.assign(n, 0);
  s.trunks.assign(n, 0);
  for (std::int64_t i = 0; i < n; ++i) {
    if (!s.skeleton[i]) continue;
    const int index = neighborhood_index(s.shape, i, [&](std::int64_t j) { return s.skeleton[j] != 0; });
    const int branches = kBranches[index];
    s.branch_points[i] = branches > 2;
    s.end_points[i] = count_on(index) <= 2;
    const bool reaches_out =
        neighborhood_index(s.shape, i, [&](std::int64_t j) { return s.outside[j] != 0; }) != 0;
    s.trunks[i] = reaches_out && branches > 2 ? static_cast<std::uint8_t>(branches - 2) : 0;
  }
  s.forks = s.branch_points;
  mark_crossings(s);
}

/// Half the length of the links from a pixel to its neighbours: diagonal ones count where no straight ones
/// lead around them. In single precision, like centrosome's table.
float half_length(int index) {
  float length = 0;
  if (!(index & kCenterBit)) return length;
  for (int dx = -1; dx <= 1; ++dx)
    for (int dy = -1; dy <= 1; ++dy) {
      if ((dx == 0 && dy == 0) || !is_on(index, dy, dx)) continue;
      const bool is_diagonal = dx != 0 && dy != 0;
      if (is_diagonal && (is_on(index, dy, 0) || is_on(index, 0, dx))) continue;
      length += static_cast<float>(is_diagonal ? std::sqrt(2.0) / 2 : 0.5);
    }
  return length;
}

}  // namespace

ObjectSkeleton object_skeleton(Queue& queue, View2<const std::uint8_t> skeleton,
                               View2<const std::int32_t> labels, int largest_hole) {
  CEL_REQUIRE(labels.shape == skeleton.shape && skeleton.shape.height > 1 && skeleton.shape.width > 1,
              "object skeleton: labels and skeleton must have one shape of two rows and columns or more");
  ObjectSkeleton s{.shape = skeleton.shape};
  s.seeds = dilated(download(queue, labels.data, labels.size()), s.shape);
  s.skeleton = ringed_skeleton(queue, skeleton, s.seeds, largest_hole);
  s.outside.resize(s.shape.size());
  for (std::int64_t i = 0; i < s.shape.size(); ++i) s.outside[i] = s.skeleton[i] && s.seeds[i] == 0;
  assign_to_objects(queue, s);
  find_nodes(s);
  return s;
}

SkeletonFeatures skeleton_features(const ObjectSkeleton& s, int count) {
  const std::vector<double> zeros(count, 0.0);
  SkeletonFeatures features{zeros, zeros, zeros, zeros};
  for (std::int64_t i = 0; i < s.shape.size(); ++i) {
    const std::int32_t label = s.labels[i];
    if (label <= 0 || label > count) continue;
    if (s.is_nearby[i]) {
      features.trunks[label - 1] += s.trunks[i];
    } else {
      features.branches[label - 1] += s.branch_points[i];
      features.ends[label - 1] += s.end_points[i];
    }
    if (s.outside[i])
      features.length[label - 1] += half_length(neighborhood_index(
          s.shape, i, [&](std::int64_t j) { return s.outside[j] && s.labels[j] == label; }));
  }
  return features;
}

std::vector<float> paint_skeleton(const ObjectSkeleton& s) {
  std::vector<float> picture(3 * s.shape.size());
  for (std::int64_t i = 0; i < s.shape.size(); ++i) {
    const bool is_far = s.labels[i] != 0 && !s.is_nearby[i];
    const bool nodes[3] = {s.is_trunk(i), s.branch_points[i] && is_far, s.end_points[i] && is_far};
    const bool any = nodes[0] || nodes[1] || nodes[2];
    for (int channel = 0; channel < 3; ++channel) {
      double value = any ? nodes[channel] : s.outside[i];
      if (s.seeds[i] != 0) value = value * 0.875 + 0.1;
      picture[3 * i + channel] = static_cast<float>(value);
    }
  }
  return picture;
}

}  // namespace cellerate::kernel
