/// The gradient is computed twice, once for its size and once where it points to: cheaper than to keep it.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/canny.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/gradient.hpp"
#include "cuda/filter/neighbors.hpp"
#include "cuda/filter/smooth_with_mask.hpp"
#include "cuda/label/connected_components.hpp"
#include "cuda/numeric/sorted_values.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

CEL_FN GradientWeights sobel() { return {1, 2}; }

enum Strength : std::uint8_t { kNone, kWeak, kStrong };

struct GradientSize {
  View2<double> out;
  CEL_FN void operator()(int y, int x, const Neighbors<double>& p) const {
    const double v = sobel().along_y(p), h = sobel().along_x(p);
    out(y, x) = std::sqrt(v * v + h * h);
  }
};

/// Which pixels are at least as steep as both points at the distance of one row or column across the edge,
/// between a neighbour and the one next to it round the corner.
struct Ridge {
  View2<const double> size;
  InnerPixels::View inner;
  OtsuThresholds thresholds;
  View2<std::uint8_t> strength;
  CEL_FN void operator()(int y, int x, const Neighbors<double>& p) const {
    const bool is_ridge = inner(y, x) && size(y, x) > 0 && is_steepest(y, x, p);
    strength(y, x) = !is_ridge || !(size(y, x) >= thresholds.lower) ? kNone
                     : size(y, x) >= thresholds.upper               ? kStrong
                                                                    : kWeak;
  }
  CEL_FN bool is_steepest(int y, int x, const Neighbors<double>& p) const {
    const double v = sobel().along_y(p), h = sobel().along_x(p);
    const double down = std::abs(v), across = std::abs(h);
    const bool opposite = (v <= 0 && h >= 0) || (v >= 0 && h <= 0);
    // On the border of two sectors centrosome's later one decides
    const bool vertical = opposite ? down >= across : down > across;
    const double w = vertical ? across / down : down / across;
    const int corner_y = opposite ? -1 : 1;
    const int side_y = vertical ? corner_y : 0, side_x = vertical ? 0 : 1;
    const auto between = [&](int sign) {
      return size(y + sign * corner_y, x + sign) * w + size(y + sign * side_y, x + sign * side_x) * (1 - w);
    };
    return between(1) <= size(y, x) && between(-1) <= size(y, x);
  }
};

struct FlagStrong {
  const std::uint8_t* strength;
  const std::int32_t* components;
  std::uint8_t* is_strong;
  CEL_FN void operator()(std::int64_t i) const {
    if (strength[i] == kStrong) is_strong[components[i]] = 1;
  }
};

struct KeepStrong {
  const std::int32_t* components;
  const std::uint8_t* is_strong;
  std::uint8_t* edges;
  CEL_FN void operator()(std::int64_t i) const { edges[i] = is_strong[components[i]]; }
};

/// Pixels of all strengths that hang together with a strong one.
void keep_strong(Queue& queue, View2<const std::uint8_t> strength, View2<std::uint8_t> edges) {
  Buffer<std::int32_t> components(queue, strength.shape);
  const int count =
      connected_components(queue, strength, Connectivity::Eight, components.view(strength.shape));
  Buffer<std::uint8_t> is_strong = zeros<std::uint8_t>(queue, count + 1);
  for_each_index(queue, strength.size(), FlagStrong{strength.data, components.data(), is_strong.data()});
  for_each_index(queue, strength.size(), KeepStrong{components.data(), is_strong.data(), edges.data});
}

template <class T>
void find_edges(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double sigma,
                OtsuThresholds thresholds, View2<std::uint8_t> edges) {
  const Shape2 shape = image.shape;
  Buffer<double> smoothed(queue, shape), size(queue, shape);
  smooth_with_mask(queue, image, mask, gaussian_weights(std::max(sigma, 0.0)), kMaskEpsilon,
                   smoothed.view(shape));
  const View2<const double> plane = std::as_const(smoothed).view(shape);
  for_each_neighborhood(queue, plane, GradientSize{size.view(shape)});
  const InnerPixels inner(queue, shape, mask);
  Buffer<std::uint8_t> strength(queue, shape);
  for_each_neighborhood(
      queue, plane, Ridge{std::as_const(size).view(shape), inner.view(), thresholds, strength.view(shape)});
  keep_strong(queue, std::as_const(strength).view(shape), edges);
}

std::vector<float> ascending(const std::vector<float>& values) { return sorted_values(values); }
std::vector<double> ascending(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

template <class T>
OtsuThresholds thresholds_of(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask) {
  Buffer<T> sobel(queue, image.shape);
  gradient_magnitude(queue, image, mask, GradientOperator::kSobel, EdgeDirection::kAll,
                     sobel.view(image.shape));
  std::vector<T> values =
      download(queue, mask ? compact(queue, std::as_const(sobel).view(image.shape), mask) : std::move(sobel));
  std::erase_if(values, [](T value) { return std::isnan(value); });
  if (values.empty()) throw std::invalid_argument("there is no pixel to calculate Canny's thresholds from");
  return otsu_of_three_sorted(ascending(std::move(values)));
}

}  // namespace

OtsuThresholds canny_thresholds(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask) {
  return thresholds_of(queue, image, mask);
}
OtsuThresholds canny_thresholds(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask) {
  return thresholds_of(queue, image, mask);
}

void canny(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
           OtsuThresholds thresholds, View2<std::uint8_t> edges) {
  find_edges(queue, image, mask, sigma, thresholds, edges);
}
void canny(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
           OtsuThresholds thresholds, View2<std::uint8_t> edges) {
  find_edges(queue, image, mask, sigma, thresholds, edges);
}

}  // namespace cellerate::kernel
