// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/poisson_equation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "cuda/core/error.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kSideOfCoarsest = 64, kMostRounds = 100;
constexpr double kConvergence = 0.01, kShareOfPixels = 0.9;

/// Host memory with its shape.
template <class T>
struct Plane {
  Shape2 shape;
  std::vector<T> values;
  explicit Plane(Shape2 s) : shape(s), values(s.size()) {}
  T& operator()(int y, int x) { return values[static_cast<std::int64_t>(y) * shape.width + x]; }
  T operator()(int y, int x) const { return values[static_cast<std::int64_t>(y) * shape.width + x]; }
};
using Mask = Plane<std::uint8_t>;

/// numpy.percentile with linear interpolation; reorders the values.
double percentile(std::vector<double>& values, double share) {
  const double position = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  std::nth_element(values.begin(), values.begin() + below, values.end());
  const double low = values[below], t = position - static_cast<double>(below);
  if (below + 1 == values.size()) return low;
  const double high = *std::min_element(values.begin() + below + 1, values.end());
  return t >= 0.5 ? high - (high - low) * (1 - t) : low + (high - low) * t;
}

Plane<double> solve(const Mask& mask);

/// A frame of one pixel around the mask's pixels, with the values to begin with.
Plane<double> first_guess(const Mask& mask) {
  const Shape2 shape = mask.shape;
  Plane<double> guess({shape.height + 2, shape.width + 2});
  if (shape.height <= kSideOfCoarsest || shape.width <= kSideOfCoarsest) {
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x) guess(y + 1, x + 1) = mask(y, x);
    return guess;
  }
  Mask coarse({(shape.height + 1) / 2, (shape.width + 1) / 2});
  for (int y = 0; y < coarse.shape.height; ++y)
    for (int x = 0; x < coarse.shape.width; ++x) coarse(y, x) = mask(2 * y, 2 * x);
  const Plane<double> solution = solve(coarse);
  // scipy.ndimage.map_coordinates, order 1: half way beyond the last pixel is outside, which is 0.
  for (int y = 0; y < 2 * coarse.shape.height - 1; ++y)
    for (int x = 0; x < 2 * coarse.shape.width - 1; ++x) {
      const int y0 = y / 2, x0 = x / 2, y1 = y0 + y % 2, x1 = x0 + x % 2;
      guess(y + 1, x + 1) = 0.25 * solution(y0, x0) + 0.25 * solution(y0, x1) + 0.25 * solution(y1, x0) +
                            0.25 * solution(y1, x1);
    }
  // centrosome clears the background where it lies without the frame.
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      if (!mask(y, x)) guess(y, x) = 0;
  return guess;
}

Plane<double> without_frame(const Plane<double>& framed) {
  Plane<double> inner({framed.shape.height - 2, framed.shape.width - 2});
  for (int y = 0; y < inner.shape.height; ++y)
    for (int x = 0; x < inner.shape.width; ++x) inner(y, x) = framed(y + 1, x + 1);
  return inner;
}

Plane<double> solve(const Mask& mask) {
  Plane<double> current = first_guess(mask);
  const std::int64_t width = current.shape.width;
  std::vector<std::int64_t> pixels;
  for (int y = 0; y < mask.shape.height; ++y)
    for (int x = 0; x < mask.shape.width; ++x)
      if (mask(y, x)) pixels.push_back((y + 1) * width + x + 1);
  if (pixels.size() == 1) current.values[pixels[0]] = 1;
  if (pixels.size() < 2) return without_frame(current);

  std::vector<double> next(pixels.size()), change(pixels.size());
  for (int round = 0; round < kMostRounds; ++round) {
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const double* at = &current.values[pixels[i]];
      next[i] = (at[width] + at[-width] + at[1] + at[-1]) / 4 + 1;
      change[i] = std::abs((*at - next[i]) / next[i]);
    }
    for (std::size_t i = 0; i < pixels.size(); ++i) current.values[pixels[i]] = next[i];
    if (percentile(change, kShareOfPixels) <= kConvergence) break;
  }
  return without_frame(current);
}

}  // namespace

void poisson_equation(Queue& queue, View2<const std::uint8_t> mask, View2<double> solution) {
  CEL_REQUIRE(solution.shape == mask.shape, "poisson equation: the output must have the shape of the mask");
  const HostRead<std::uint8_t> from(queue, mask.data, mask.size());
  Mask on_host(mask.shape);
  std::transform(from.data(), from.data() + mask.size(), on_host.values.begin(),
                 [](std::uint8_t value) { return value != 0; });
  const Plane<double> solved = solve(on_host);
  HostWrite<double> to(queue, solution.data, solution.size());
  std::copy(solved.values.begin(), solved.values.end(), to.data());
  to.commit();
}

}  // namespace cellerate::kernel
