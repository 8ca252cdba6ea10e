// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/spline_background.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cuda/filter/spline_fit.hpp"
#include "cuda/filter/spline_zoom.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/crop.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/keep_where.hpp"
#include "cuda/pixel/window.hpp"

namespace cellerate::kernel {
namespace {

using Foreground = SplineBackground::Foreground;
using Bits = std::vector<std::uint8_t>;

constexpr double kLeastBackground = 0.01;  ///< part of the pixels

/// Matlab's prctile of ascending values.
template <class T>
double percentile(const std::vector<T>& sorted, double p) {
  const auto n = static_cast<std::int64_t>(sorted.size());
  const auto place = [n](std::int64_t i) {
    return 100 * ((0.5 + static_cast<double>(i)) / static_cast<double>(n));
  };
  if (p < place(0)) return sorted.front();
  if (p > place(n - 1)) return sorted.back();
  std::int64_t i =
      std::max<std::int64_t>(0, static_cast<std::int64_t>(p / 100 * static_cast<double>(n) - 0.5) - 1);
  while (i + 2 < n && place(i + 1) < p) ++i;
  const double slope = static_cast<double>(sorted[i + 1] - sorted[i]) / (place(i + 1) - place(i));
  return slope * (p - place(i)) + static_cast<double>(sorted[i]);
}

template <class T>
Foreground guessed_foreground(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  const double p1 = percentile(values, 1), p20 = percentile(values, 20), p80 = percentile(values, 80),
               p99 = percentile(values, 99);
  const bool bright = p99 - p80 > p80 - p20, dark = p20 - p1 > p80 - p20;
  if (bright == dark) return Foreground::Both;
  return bright ? Foreground::Bright : Foreground::Dark;
}

double standard_deviation(const std::vector<double>& values) {
  const auto n = static_cast<std::int64_t>(values.size());
  const double mean =
      numpy_sum<double>(n, [&](std::int64_t i) { return values[i]; }) / static_cast<double>(n);
  const double sum = numpy_sum<double>(n, [&](std::int64_t i) {
    const double deviation = values[i] - mean;
    return deviation * deviation;
  });
  return std::sqrt(sum / static_cast<double>(n - 1));
}

bool is_background(double deviation, double cut, Foreground foreground) {
  switch (foreground) {
    case Foreground::Bright:
      return deviation < cut;
    case Foreground::Dark:
      return deviation > -cut;
    default:
      return std::abs(deviation) < cut;
  }
}

/// The surface at the pixels of the small image.
template <class T>
std::vector<double> fitted(View2<const T> image, const Bits& inside, const SplineBackground& parameters) {
  const std::int64_t n = image.size();
  std::vector<T> values;
  for (std::int64_t i = 0; i < n; ++i)
    if (inside[i]) values.push_back(image[i]);
  Foreground foreground = parameters.foreground;
  if (foreground == Foreground::Automatic) {
    if (values.empty()) throw std::invalid_argument("splines: no pixel is left to fit a background to");
    foreground = guessed_foreground(values);
  }
  const auto [least, most] = std::minmax_element(image.data, image.data + n);
  const double enough = std::max(static_cast<double>(*most - *least) * parameters.convergence,
                                 static_cast<double>(std::numeric_limits<T>::epsilon()));
  Bits background = inside;
  std::vector<double> surface, before(n, 0.0), some;
  for (int iteration = 0; iteration < parameters.iterations; ++iteration) {
    fit_spline_surface(image, background, parameters.points, surface);
    some.clear();
    for (std::int64_t i = 0; i < n; ++i)
      if (inside[i]) some.push_back(surface[i] - before[i]);
    if (standard_deviation(some) < enough) break;
    before = surface;
    some.clear();
    for (std::int64_t i = 0; i < n; ++i)
      if (background[i]) some.push_back(image[i] - surface[i]);
    const double cut = standard_deviation(some) * parameters.threshold;
    std::int64_t left = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      background[i] = inside[i] && is_background(image[i] - surface[i], cut, foreground);
      left += background[i];
    }
    if (static_cast<double>(left) < kLeastBackground * static_cast<double>(values.size())) break;
  }
  return surface;
}

Buffer<float> rounded(Queue& queue, const Buffer<double>& values, float) {
  Buffer<float> result(queue, values.size());
  narrow(queue, values.view(), result.view());
  return result;
}
const Buffer<double>& rounded(Queue&, const Buffer<double>& values, double) { return values; }

template <class T>
void background_of(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask,
                   const SplineBackground& parameters, View2<T> out) {
  const Box whole{0, 0, image.shape.height, image.shape.width};
  const Box box = mask ? bounding_box(queue, mask) : whole;
  const Shape2 clip{box.height(), box.width()};
  const Shape2 small{static_cast<int>(clip.height / parameters.scale),
                     static_cast<int>(clip.width / parameters.scale)};
  if (box.empty() || small.height < 2 || small.width < 2)
    throw std::invalid_argument("splines: the image is too small to fit a background to it");
  Buffer<T> clipped(queue, clip), reduced(queue, small);
  Buffer<std::uint8_t> counts(queue, clip), reduced_counts(queue, small);
  copy_window(queue, image, box.y0, box.x0, clipped.view(clip));
  if (mask)
    copy_window(queue, mask, box.y0, box.x0, counts.view(clip));
  else
    rectangle_mask(queue, whole, counts.view(clip));
  const ZoomSteps shrink{(clip.height - 1.0) / (small.height - 1.0),
                         (clip.width - 1.0) / (small.width - 1.0)};
  spline_zoom(queue, std::as_const(clipped).view(clip), shrink, SplineOrder::kQuadratic, reduced.view(small));
  spline_zoom(queue, std::as_const(counts).view(clip), shrink, SplineOrder::kQuadratic,
              reduced_counts.view(small));
  const std::vector<T> pixels = download(queue, reduced);
  const Buffer<double> surface = upload(
      queue, fitted(View2<const T>{pixels.data(), small}, download(queue, reduced_counts), parameters));
  Buffer<double> grown(queue, clip);
  spline_zoom(queue, surface.view(small), {1.0 / shrink.y, 1.0 / shrink.x}, SplineOrder::kCubic,
              grown.view(clip));
  copy_window(queue, rounded(queue, grown, T()).view(clip), -box.y0, -box.x0, out);
  if (mask) keep_where(queue, View2<const T>(out), mask, out);
}

}  // namespace

void spline_background(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                       const SplineBackground& parameters, View2<float> out) {
  background_of(queue, image, mask, parameters, out);
}
void spline_background(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                       const SplineBackground& parameters, View2<double> out) {
  background_of(queue, image, mask, parameters, out);
}

}  // namespace cellerate::kernel
