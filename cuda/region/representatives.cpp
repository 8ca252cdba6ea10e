// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/representatives.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/filter/poisson_equation.hpp"
#include "cuda/label/distance_colors.hpp"
#include "cuda/label/propagate.hpp"
#include "cuda/morphology/neighborhood_rules.hpp"
#include "cuda/morphology/skeletonize.hpp"

namespace cellerate::kernel {
namespace {

using Mask = std::vector<std::uint8_t>;

std::int64_t index_of(Pixel pixel, Shape2 shape) {
  return static_cast<std::int64_t>(pixel.y) * shape.width + pixel.x;
}

/// Adds the skeleton of a mask, thinned from its rim in the order of depth: distance times the solution of
/// the Poisson equation.
void add_skeleton(Queue& queue, const Mask& mask, Shape2 shape, Mask& skeletons) {
  const Buffer<std::uint8_t> on_device = upload(queue, mask);
  Buffer<double> distance(queue, shape), solution(queue, shape);
  euclidean_distance(queue, on_device.view(shape), distance.view(shape));
  poisson_equation(queue, on_device.view(shape), solution.view(shape));
  std::vector<double> depth = download(queue, distance);
  const std::vector<double> factors = download(queue, solution);
  for (std::size_t i = 0; i < depth.size(); ++i) depth[i] *= factors[i];
  Buffer<std::uint8_t> skeleton(queue, shape);
  skeletonize(queue, on_device.view(shape), upload(queue, depth).view(shape), skeleton.view(shape));
  const Mask found = download(queue, skeleton);
  for (std::size_t i = 0; i < found.size(); ++i) skeletons[i] |= found[i];
}

/// Objects that touch are thinned apart.
void add_skeletons(Queue& queue, View2<const std::int32_t> plane, Mask& skeletons) {
  const std::vector<std::int32_t> labels = download(queue, plane.data, plane.size());
  if (labels.empty()) return;
  const std::int32_t count = *std::max_element(labels.begin(), labels.end());
  const std::vector<std::int32_t> colors = touching_colors(queue, plane, count);
  const std::int32_t color_count = *std::max_element(colors.begin(), colors.end());
  for (std::int32_t color = 1; color <= color_count; ++color) {
    Mask mask(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) mask[i] = labels[i] && colors[labels[i]] == color;
    add_skeleton(queue, mask, plane.shape, skeletons);
  }
}

/// A branch number for each pixel of a skeleton, and how far along the branch it lies.
struct Branches {
  std::vector<std::int32_t> numbers;
  std::vector<double> distances;
};

Branches branches_of(Queue& queue, const Mask& skeleton, Shape2 shape) {
  const Buffer<std::uint8_t> mask = upload(queue, skeleton);
  Buffer<std::uint8_t> rule(queue, shape);
  std::vector<std::int32_t> seeds(skeleton.size(), 0);
  for (const NeighborhoodRule which : {NeighborhoodRule::kBranchpoints, NeighborhoodRule::kEndpoints}) {
    apply_rule(queue, mask.view(shape), {}, which, 1, rule.view(shape));
    const Mask found = download(queue, rule);
    for (std::size_t i = 0; i < found.size(); ++i) seeds[i] |= found[i];
  }
  std::int32_t next = 0;
  for (std::int32_t& seed : seeds)
    if (seed) seed = ++next;
  Buffer<std::int32_t> numbers(queue, shape);
  Buffer<double> distances(queue, shape);
  propagate(queue, {}, upload(queue, seeds).view(shape), mask.view(shape), 1, numbers.view(shape),
            distances.view(shape));
  return {download(queue, numbers), download(queue, distances)};
}

}  // namespace

std::vector<LabeledPixel> object_pixels(Queue& queue, const LabelPlanes& planes) {
  std::vector<LabeledPixel> pixels;
  for (const View2<const std::int32_t>& plane : planes) {
    const HostRead<std::int32_t> labels(queue, plane.data, plane.size());
    for (int y = 0; y < plane.shape.height; ++y)
      for (int x = 0; x < plane.shape.width; ++x)
        if (const std::int32_t label = labels.view(plane.shape)(y, x)) pixels.push_back({y, x, label});
  }
  return pixels;
}

std::vector<Pixel> skeleton_pixels(Queue& queue, const LabelPlanes& planes, int most) {
  const Shape2 shape = planes.front().shape;
  Mask skeleton(shape.size(), 0);
  for (const View2<const std::int32_t>& plane : planes) add_skeletons(queue, plane, skeleton);
  std::vector<Pixel> pixels;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      if (skeleton[index_of({y, x}, shape)]) pixels.push_back({y, x});
  if (pixels.size() <= static_cast<std::size_t>(most)) return pixels;

  const Branches branches = branches_of(queue, skeleton, shape);
  std::stable_sort(pixels.begin(), pixels.end(), [&](Pixel a, Pixel b) {
    const std::int64_t i = index_of(a, shape), j = index_of(b, shape);
    return std::tuple(branches.numbers[i], branches.distances[i]) <
           std::tuple(branches.numbers[j], branches.distances[j]);
  });
  const auto last = static_cast<double>(pixels.size() - 1);
  const double step = last / (most - 1);
  std::vector<Pixel> chosen;
  for (int k = 0; k < most - 1; ++k) chosen.push_back(pixels[static_cast<std::size_t>(k * step)]);
  chosen.push_back(pixels.back());
  return chosen;
}

std::vector<std::int64_t> nearest_counts(Queue& queue, const std::vector<Pixel>& points,
                                         const LabelPlanes& planes) {
  std::vector<std::int64_t> counts(points.size(), 0);
  if (points.empty()) return counts;
  const Shape2 shape = planes.front().shape;
  Mask is_elsewhere(shape.size(), 1);
  std::vector<std::int32_t> point_of(shape.size(), -1);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const std::int64_t i = index_of(points[k], shape);
    is_elsewhere[i] = 0;
    point_of[i] = static_cast<std::int32_t>(k);
  }
  Buffer<std::int32_t> squared(queue, shape), nearest(queue, shape);
  nearest_zero(queue, upload(queue, is_elsewhere).view(shape), squared.view(shape), nearest.view(shape));
  const std::vector<std::int32_t> nearest_pixel = download(queue, nearest);
  Mask is_counted(shape.size(), 0);
  for (const LabeledPixel& pixel : object_pixels(queue, planes)) {
    const std::int64_t i = index_of({pixel.y, pixel.x}, shape);
    if (std::exchange(is_counted[i], 1)) continue;
    ++counts[point_of[nearest_pixel[i]]];
  }
  return counts;
}

}  // namespace cellerate::kernel
