// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/power_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "cuda/numeric/order_statistics.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/region/fourier.hpp"

namespace cellerate::kernel {
namespace {

/// Magnitudes at the frequencies (u, v), |u|, |v| < side, in single precision as of a single precision
/// transform.
struct Spectrum {
  int side;
  std::vector<float> up, down;  ///< at (u, v) and (-u, v), 0 <= u, v
  float at(int u, int v) const {
    // The spectrum of real values is symmetric about the origin.
    if (v < 0) return at(-u, -v);
    return (u >= 0 ? up : down)[static_cast<std::size_t>(std::abs(u)) * side + v];
  }
};

Spectrum spectrum_of(Queue& queue, View2<const float> image, int side) {
  const Shape2 shape = {side, side};
  Buffer<float> up(queue, shape), down(queue, shape);
  low_frequencies(queue, image, up.view(shape), down.view(shape));
  return {side, download(queue, up), download(queue, down)};
}

/// The pixels, with the mean of those that count in place of the others.
PlaneValues filled(Queue& queue, const MaskedImage& image, const PlaneValues& values) {
  const std::int64_t n = image.pixels.size();
  std::vector<float> all = download(queue, image.pixels.data, n);
  const HostRead<std::uint8_t> mask(queue, image.mask.data, n);
  const float mean = values.empty() ? 0.0f : values.mean();
  for (std::int64_t i = 0; i < n; ++i)
    if (!mask[i]) all[i] = mean;
  return PlaneValues(std::move(all));
}

/// The image about 0 and in units of its median deviation; nothing of a constant image.
std::vector<float> normalized(const PlaneValues& values) {
  const std::vector<float>& ascending = values.ascending();
  if (!(ascending.back() > ascending.front())) return {};
  const float median = sorted_median_deviation(ascending.data(), values.size(), values.mean());
  std::vector<float> scaled = values.in_order();
  for (float& v : scaled) v /= median;
  const float mean = numpy_mean(scaled);
  for (float& v : scaled) v -= mean;
  return scaled;
}

double slope_of(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double x_mean = 0, y_mean = 0, xx = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    x_mean += x[i] / n;
    y_mean += y[i] / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - x_mean) * (x[i] - x_mean);
    xy += (x[i] - x_mean) * (y[i] - y_mean);
  }
  return xy / xx;
}

}  // namespace

double power_spectrum_slope(Queue& queue, const MaskedImage& image, const PlaneValues& values) {
  const Shape2 shape = image.pixels.shape;
  const int radii = std::min(shape.height, shape.width) / 8;  // 2 ... radii - 1 count
  if (radii < 3) return 0;
  const std::vector<float> pixels = normalized(image.mask ? filled(queue, image, values) : values);
  if (pixels.empty()) return 0;
  const Spectrum spectrum = spectrum_of(queue, upload(queue, pixels).view(shape), radii);

  // centrosome takes the last row and column for the mirror image of the first, where the second is it: the
  // frequency -u has the radius of u - 1.
  std::vector<double> magnitude(radii, 0.0), power(radii, 0.0);
  const auto radius_of = [](int frequency) { return frequency < 0 ? -frequency - 1 : frequency; };
  for (int u = -radii + 1; u < radii; ++u)
    for (int v = -radii + 1; v < radii; ++v) {
      const double ru = radius_of(u), rv = radius_of(v);
      const int radius = static_cast<int>(std::sqrt(ru * ru + rv * rv)) + 1;
      if (radius < 2 || radius >= radii) continue;
      const float m = spectrum.at(u, v);
      magnitude[radius] += m;
      power[radius] += m * m;
    }
  std::vector<double> log_radius, log_power;
  for (int radius = 2; radius < radii; ++radius) {
    if (!(magnitude[radius] > 0) || !std::isfinite(std::log(power[radius]))) continue;
    log_radius.push_back(std::log(radius));
    log_power.push_back(std::log(power[radius]));
  }
  return log_radius.size() > 1 ? slope_of(log_radius, log_power) : 0;
}

}  // namespace cellerate::kernel
