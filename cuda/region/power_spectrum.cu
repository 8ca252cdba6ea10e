/// Only the lowest frequencies are wanted, so each is a sum of its own: along the rows first, then along the
/// columns, eight frequencies at a time. The samples at x and at -x share their cosine and, but for the sign,
/// their sine; folded together they need half of the products.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/power_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/order_statistics.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kChunk = 8;  // frequencies that one pass over the samples serves
constexpr int kRows = 32;  // rows that share a chunk of the table while it is in the cache

/// cos and sin of 2 pi frequency x / n, for x = 0 ... n / 2, in chunks of frequencies: [chunk][x][kChunk].
struct Waves {
  std::vector<double> cosine, sine;
  Waves(int n, int frequencies) {
    const int half = n / 2 + 1, chunks = (frequencies + kChunk - 1) / kChunk;
    std::vector<double> c(n), s(n);
    for (int i = 0; i < n; ++i) {
      c[i] = std::cos(2 * std::numbers::pi * i / n);
      s[i] = std::sin(2 * std::numbers::pi * i / n);
    }
    for (std::int64_t chunk = 0; chunk < chunks; ++chunk)
      for (std::int64_t x = 0; x < half; ++x)
        for (int k = 0; k < kChunk; ++k) {
          const std::int64_t phase = (chunk * kChunk + k) * x % n;
          cosine.push_back(c[phase]);
          sine.push_back(s[phase]);
        }
  }
};

/// even(y, x) = g(x) + g(-x) and odd(y, x) = g(x) - g(-x), for x = 0 ... width / 2.
struct FoldRows {
  View2<const float> image;
  View2<double> even, odd;
  CEL_FN void operator()(int y, int x) const {
    const double here = image(y, x);
    const bool alone = x == 0 || 2 * x == image.shape.width;
    const double there = alone ? 0.0 : image(y, image.shape.width - x);
    even(y, x) = here + there;
    odd(y, x) = alone ? 0.0 : here - there;
  }
};

/// A chunk of frequencies of kRows rows.
struct TransformRows {
  View2<const double> even, odd;
  const double *cosine, *sine;
  int row_blocks;
  View2<double> real, imaginary;  // rows x frequencies

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const int half = even.shape.width;
    const std::int64_t chunk = group / row_blocks;
    const int first = static_cast<int>(group % row_blocks) * kRows;
    const int rows = even.shape.height - first < kRows ? even.shape.height - first : kRows;
    const double *c = cosine + chunk * half * kChunk, *s = sine + chunk * half * kChunk;
    const TransformRows self = *this;
    block.each(rows, [=](std::int64_t row) {
      const double *e = self.even.row(first + static_cast<int>(row)),
                   *o = self.odd.row(first + static_cast<int>(row));
      double re[kChunk] = {}, im[kChunk] = {};
      for (int x = 0; x < half; ++x)
        for (int k = 0; k < kChunk; ++k) {
          re[k] += e[x] * c[x * kChunk + k];
          im[k] -= o[x] * s[x * kChunk + k];
        }
      const std::int64_t at = chunk * kChunk;
      for (int k = 0; k < kChunk; ++k) {
        self.real.row(first + static_cast<int>(row))[at + k] = re[k];
        self.imaginary.row(first + static_cast<int>(row))[at + k] = im[k];
      }
    });
  }
};

/// The same along the columns, of one frequency `u` and of -u at once.
struct TransformColumns {
  View2<const double> real, imaginary;  // rows x frequencies, both padded to chunks
  const double *cosine, *sine;          // of the rows
  int chunks;
  View2<float> up, down;  // magnitudes at u and -u

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const int u = static_cast<int>(group), rows = real.shape.height, half = rows / 2 + 1;
    const double* c = cosine + static_cast<std::int64_t>(u / kChunk) * half * kChunk + u % kChunk;
    const double* s = sine + static_cast<std::int64_t>(u / kChunk) * half * kChunk + u % kChunk;
    const TransformColumns self = *this;
    block.each(chunks, [=](std::int64_t chunk) {
      double cr[kChunk] = {}, ci[kChunk] = {}, sr[kChunk] = {}, si[kChunk] = {};
      for (int y = 0; y < half; ++y) {
        const double *re = self.real.row(y) + chunk * kChunk, *im = self.imaginary.row(y) + chunk * kChunk;
        const bool alone = y == 0 || 2 * y == rows;
        const int mirror = alone ? y : rows - y;
        const double *mre = self.real.row(mirror) + chunk * kChunk,
                     *mim = self.imaginary.row(mirror) + chunk * kChunk;
        const double there = alone ? 0.0 : 1.0, wave_c = c[y * kChunk], wave_s = alone ? 0.0 : s[y * kChunk];
        for (int k = 0; k < kChunk; ++k) {
          cr[k] += (re[k] + there * mre[k]) * wave_c;
          ci[k] += (im[k] + there * mim[k]) * wave_c;
          sr[k] += (re[k] - mre[k]) * wave_s;
          si[k] += (im[k] - mim[k]) * wave_s;
        }
      }
      for (int k = 0; k < kChunk; ++k) {
        const int v = static_cast<int>(chunk) * kChunk + k;
        self.up(u, v) = magnitude(cr[k] + si[k], ci[k] - sr[k]);
        self.down(u, v) = magnitude(cr[k] - si[k], ci[k] + sr[k]);
      }
    });
  }
  static CEL_FN float magnitude(double re, double im) { return static_cast<float>(sqrt(re * re + im * im)); }
};

/// Magnitudes at the frequencies (u, v) and (-u, v), 0 <= u, v < frequencies, in single precision as of a
/// single precision transform.
struct Spectrum {
  std::vector<float> up, down;
  int stride;
  float at(int u, int v) const {
    // The spectrum of real values is symmetric about the origin.
    if (v < 0) return at(-u, -v);
    return (u >= 0 ? up : down)[static_cast<std::size_t>(std::abs(u)) * stride + v];
  }
};

Spectrum low_frequencies(Queue& queue, View2<const float> image, int frequencies) {
  const int height = image.shape.height, width = image.shape.width;
  const int chunks = (frequencies + kChunk - 1) / kChunk, padded = chunks * kChunk;
  const Shape2 folded = {height, width / 2 + 1}, along_rows = {height, padded}, both = {frequencies, padded};
  Buffer<double> even(queue, folded.size()), odd(queue, folded.size());
  for_each_pixel(queue, folded, FoldRows{image, even.view(folded), odd.view(folded)});
  const Waves row_waves(width, frequencies), column_waves(height, frequencies);
  const auto row_cosine = upload(queue, row_waves.cosine), row_sine = upload(queue, row_waves.sine);
  const auto column_cosine = upload(queue, column_waves.cosine),
             column_sine = upload(queue, column_waves.sine);
  Buffer<double> real(queue, along_rows.size()), imaginary(queue, along_rows.size());
  const int row_blocks = (height + kRows - 1) / kRows;
  for_each_group(queue, static_cast<std::int64_t>(chunks) * row_blocks, 0,
                 TransformRows{even.view(folded), odd.view(folded), row_cosine.data(), row_sine.data(),
                               row_blocks, real.view(along_rows), imaginary.view(along_rows)});
  Buffer<float> up(queue, both.size()), down(queue, both.size());
  for_each_group(queue, frequencies, 0,
                 TransformColumns{real.view(along_rows), imaginary.view(along_rows), column_cosine.data(),
                                  column_sine.data(), chunks, up.view(both), down.view(both)});
  return {download(queue, up), download(queue, down), padded};
}

/// The image with the masked pixels at the others' mean, about 0 and in units of its median deviation.
std::vector<float> normalized(Queue& queue, const MaskedImage& image) {
  const std::int64_t n = image.pixels.size();
  std::vector<float> values = download(queue, image.pixels.data, n);
  const auto mean_of = [](const std::vector<float>& v) {
    const auto size = static_cast<std::int64_t>(v.size());
    return static_cast<float>(numpy_sum<float>(size, [&](std::int64_t i) { return v[i]; }) /
                              static_cast<double>(size));
  };
  if (image.mask) {
    const HostRead<std::uint8_t> mask(queue, image.mask.data, n);
    std::vector<float> visible;
    for (std::int64_t i = 0; i < n; ++i)
      if (mask[i]) visible.push_back(values[i]);
    const float mean = visible.empty() ? 0.0f : mean_of(visible);
    for (std::int64_t i = 0; i < n; ++i)
      if (!mask[i]) values[i] = mean;
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (!(*most > *least)) return {};
  const float mean = mean_of(values);
  std::vector<float> deviations(values.size());
  for (std::int64_t i = 0; i < n; ++i) deviations[i] = std::abs(values[i] - mean);
  const auto middle = deviations.begin() + n / 2;
  std::nth_element(deviations.begin(), middle, deviations.end());
  float median = *middle;
  if (n % 2 == 0) median = (*std::max_element(deviations.begin(), middle) + median) / 2.0f;
  for (float& v : values) v /= median;
  const float scaled_mean = mean_of(values);
  for (float& v : values) v -= scaled_mean;
  return values;
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

double power_spectrum_slope(Queue& queue, const MaskedImage& image) {
  const Shape2 shape = image.pixels.shape;
  const int radii = std::min(shape.height, shape.width) / 8;  // 2 ... radii - 1 count
  if (radii < 3) return 0;
  const std::vector<float> values = normalized(queue, image);
  if (values.empty()) return 0;
  const Buffer<float> on_device = upload(queue, values);
  const Spectrum spectrum = low_frequencies(queue, on_device.view(shape), radii);

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
