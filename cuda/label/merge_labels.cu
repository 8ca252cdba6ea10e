// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/merge_labels.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/renumber.hpp"
#include "cuda/morphology/draw_line.hpp"
#include "cuda/region/object_locations.hpp"
#include "cuda/region/pixel_index.hpp"

namespace cellerate::kernel {
namespace {

struct Nearer {
  const std::int32_t* squared;
  double limit;
  std::uint8_t* reach;
  CEL_FN void operator()(std::int64_t i) const { reach[i] = squared[i] < limit * limit; }
};

/// A fraction of a pixel, rounded like the image.
CEL_FN double part_of(double pixel, const GuideImage& image) {
  return image.is_single ? static_cast<double>(static_cast<float>(pixel) * static_cast<float>(image.fraction))
                         : pixel * image.fraction;
}

struct NearestObject {
  const std::int32_t *labels, *nearest;
  const std::uint8_t* reach;
  GuideImage image;
  std::int32_t* parts;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int32_t from = nearest[i];
    const bool belongs = from >= 0 && reach[i] != 0;
    const bool is_dark = belongs && image.guide == MergeGuide::kClosestPoint &&
                         part_of(image.pixels.data[from], image) > image.pixels.data[i];
    parts[i] = belongs && !is_dark ? labels[from] : 0;
  }
};

struct LowestLabel {
  const std::int32_t* labels;
  RegionsView regions;
  std::int32_t* out;
  CEL_FN void operator()(std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], end = regions.starts[k + 1];
    std::int32_t lowest = begin < end ? labels[regions.pixels[begin]] : 0;
    for (std::int32_t i = begin; i < end; ++i)
      if (labels[regions.pixels[i]] < lowest) lowest = labels[regions.pixels[i]];
    for (std::int32_t i = begin; i < end; ++i) out[regions.pixels[i]] = lowest;
  }
};

using Pair = std::pair<std::int32_t, std::int32_t>;

/// The part of the reach that is nearest to each object.
Buffer<std::int32_t> parts_of_reach(Queue& queue, View2<const std::int32_t> labels,
                                    View2<const std::uint8_t> reach, const GuideImage& image) {
  const Shape2 shape = labels.shape;
  Buffer<std::uint8_t> background(queue, shape);
  unlabeled_pixels(queue, labels, background.view(shape));
  Buffer<std::int32_t> squared(queue, shape), nearest(queue, shape), parts(queue, shape);
  nearest_zero(queue, std::as_const(background).view(shape), squared.view(shape), nearest.view(shape));
  for_each_index(queue, parts.size(),
                 NearestObject{labels.data, nearest.data(), reach.data, image, parts.data()});
  return parts;
}

/// Labels that touch, also at corners, the lower one first.
std::vector<Pair> touching(View2<const std::int32_t> parts) {
  constexpr int kForward[][2] = {{0, 1}, {1, -1}, {1, 0}, {1, 1}};
  std::vector<Pair> pairs;
  const Shape2 shape = parts.shape;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      const std::int32_t own = parts(y, x);
      if (own == 0) continue;
      for (const auto& [dy, dx] : kForward) {
        if (!shape.contains(y + dy, x + dx)) continue;
        const std::int32_t other = parts(y + dy, x + dx);
        const Pair pair = std::minmax({own, other});
        if (other != 0 && other != own && (pairs.empty() || pairs.back() != pair)) pairs.push_back(pair);
      }
    }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

/// Whether a line from one pixel to the other keeps to the fraction of the darker one.
bool is_bright(const View2<const double>& pixels, const GuideImage& image, Offset from, Offset to) {
  const double darker = std::min(pixels(from.dy, from.dx), pixels(to.dy, to.dx));
  double lowest = darker;
  for (const Offset at : line_points(from, to)) lowest = std::min(lowest, pixels(at.dy, at.dx));
  return part_of(darker, image) <= lowest;
}

/// Drops the pairs without a bright line. The lines there and back may run over different pixels.
void keep_connected(Queue& queue, View2<const std::int32_t> labels, int count, const GuideImage& image,
                    std::vector<Pair>& pairs) {
  const PixelIndex index = pixel_index(queue, labels, count);
  Buffer<double> x(queue, count), y(queue, count);
  object_locations(queue, index.view(), x.view(), y.view());
  const std::vector<double> columns = download(queue, x), rows = download(queue, y);
  const HostRead<double> host(queue, image.pixels.data, image.pixels.size());
  const View2<const double> pixels = host.view(image.pixels.shape);
  const auto center = [&](std::int32_t label) {
    return Offset{static_cast<int>(rows[label - 1]), static_cast<int>(columns[label - 1])};
  };
  std::erase_if(pairs, [&](const Pair& pair) {
    const Offset one = center(pair.first), other = center(pair.second);
    return !is_bright(pixels, image, one, other) && !is_bright(pixels, image, other, one);
  });
}

/// For each number 0 ... count that of its connected component, in the order of their lowest members.
std::vector<std::int32_t> components(const std::vector<Pair>& pairs, int count) {
  std::vector<std::int32_t> lowest(count + 1);
  std::iota(lowest.begin(), lowest.end(), 0);
  const auto root = [&](std::int32_t at) {
    while (lowest[at] != at) at = lowest[at] = lowest[lowest[at]];
    return at;
  };
  for (const Pair& pair : pairs) {
    const auto [low, high] = std::minmax({root(pair.first), root(pair.second)});
    lowest[high] = low;
  }
  std::vector<std::int32_t> numbers(count + 1);
  std::int32_t next = 0;
  for (std::int32_t at = 0; at <= count; ++at) {
    const std::int32_t first = root(at);
    numbers[at] = first == at ? next++ : numbers[first];
  }
  return numbers;
}

}  // namespace

void merging_reach(Queue& queue, View2<const std::int32_t> labels, int distance, View2<std::uint8_t> reach) {
  if (distance == 0) return labeled_pixels(queue, labels, reach);
  Buffer<std::uint8_t> background(queue, labels.shape);
  unlabeled_pixels(queue, labels, background.view(labels.shape));
  Buffer<std::int32_t> squared(queue, labels.shape);
  squared_distance(queue, std::as_const(background).view(labels.shape), squared.view(labels.shape));
  for_each_index(queue, squared.size(), Nearer{squared.data(), distance / 2.0 + 1, reach.data});
}

void merge_by_image(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> reach,
                    const GuideImage& image, View2<std::int32_t> merged) {
  const Buffer<std::int32_t> parts = parts_of_reach(queue, labels, reach, image);
  std::vector<Pair> pairs =
      touching(HostRead<std::int32_t>(queue, parts.data(), parts.size()).view(labels.shape));
  if (pairs.empty()) {
    queue.copy(merged.data, labels.data, labels.size() * sizeof(std::int32_t));
    return;
  }
  const int count = max_label(queue, labels);
  if (image.guide == MergeGuide::kCentroids) keep_connected(queue, labels, count, image, pairs);
  const Buffer<std::int32_t> numbers = upload(queue, components(pairs, count));
  renumber(queue, labels, numbers.view(), merged);
}

void lowest_labels(Queue& queue, View2<const std::int32_t> labels, const RegionsView& regions,
                   View2<std::int32_t> out) {
  queue.copy(out.data, labels.data, labels.size() * sizeof(std::int32_t));
  for_each_index(queue, regions.count, LowestLabel{labels.data, regions, out.data});
}

}  // namespace cellerate::kernel
