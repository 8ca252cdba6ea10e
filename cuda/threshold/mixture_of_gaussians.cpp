// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/mixture_of_gaussians.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/numeric/random_state.hpp"
#include "cuda/numeric/sorted_values.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kClasses = 3;
constexpr std::int64_t kMostValues = 512 * 512;
constexpr std::int64_t kLevels = 10000;

struct Gaussians {
  std::array<double, kClasses> mean, deviation, share;
};

double density(double x, double deviation) {
  static const double root = std::sqrt(2 * std::numbers::pi);
  return std::exp(-(x * x) / 2.0) / root / deviation;
}

/// Some of the values where there are very many, ascending, without the hundredth at either end.
std::vector<float> representative(View1<const float> all) {
  std::vector<float> values(all.begin(), all.end());
  if (all.size > kMostValues) {
    const std::vector<std::int32_t> order = RandomState(0).permutation(static_cast<std::int32_t>(all.size));
    values.resize(kMostValues);
    for (std::int64_t i = 0; i < kMostValues; ++i) values[i] = all[order[i]];
  }
  values = sorted_values(values);
  const std::size_t cut = (values.size() + 99) / 100;
  return {values.begin() + cut, values.end() - cut};
}

/// A tenth of the values in an order that the first hundred of them seed.
std::vector<float> tenth_of(const std::vector<float>& values) {
  const std::size_t seeds = std::min<std::size_t>(values.size(), 100) * sizeof(float);
  std::vector<unsigned char> bytes(seeds);
  std::memcpy(bytes.data(), values.data(), seeds);
  RandomState random(std::vector<std::uint32_t>(bytes.begin(), bytes.end()));
  const std::vector<std::int32_t> order = random.permutation(static_cast<std::int32_t>(values.size()));
  std::vector<float> some(values.size() / 10);
  for (std::size_t i = 0; i < some.size(); ++i) some[i] = values[order[i]];
  return some;
}

/// One step: each class in turn from what it is responsible for. @returns how far the means moved.
double improve(const std::vector<float>& values, Gaussians& fit) {
  const auto n = static_cast<std::int64_t>(values.size());
  std::vector<double> part[kClasses], all(n, 0.0);
  for (int k = 0; k < kClasses; ++k) {
    // The distance to the mean is one of single precision, as in NumPy.
    const auto mean = static_cast<float>(fit.mean[k]), deviation = static_cast<float>(fit.deviation[k]);
    part[k].resize(n);
    for (std::int64_t i = 0; i < n; ++i) {
      part[k][i] = fit.share[k] * density((values[i] - mean) / deviation, fit.deviation[k]);
      all[i] += part[k][i];
    }
  }
  double moved = 0;
  const auto count = static_cast<double>(n);
  for (int k = 0; k < kClasses; ++k) {
    for (std::int64_t i = 0; i < n; ++i) part[k][i] /= all[i] + 0.000000000001;
    const auto& weight = part[k];
    fit.share[k] = numpy_sum<double>(n, [&](std::int64_t i) { return weight[i]; }) / count;
    const double before = fit.mean[k];
    fit.mean[k] =
        numpy_sum<double>(n, [&](std::int64_t i) { return weight[i] * values[i]; }) / (fit.share[k] * count);
    moved += std::abs(before - fit.mean[k]);
    const auto mean = static_cast<float>(fit.mean[k]);
    const double squares = numpy_sum<double>(n, [&](std::int64_t i) {
      const float d = values[i] - mean;
      return weight[i] * static_cast<double>(d * d);
    });
    fit.deviation[k] = std::sqrt(squares / (count * fit.share[k])) + 0.000001;
  }
  return moved;
}

/// Where background and objects are equally likely, between the outer means.
double intersection(const Gaussians& fit, double object_fraction) {
  const bool middle_is_object =
      std::abs(fit.share[1] + fit.share[2] - object_fraction) < std::abs(fit.share[2] - object_fraction);
  double best = INFINITY, threshold = fit.mean[0];
  for (std::int64_t i = 0; i < kLevels; ++i) {
    const double level = static_cast<double>(i) * ((fit.mean[2] - fit.mean[0]) / kLevels) + fit.mean[0];
    double at[kClasses];
    for (int k = 0; k < kClasses; ++k)
      at[k] = fit.share[k] * density((level - fit.mean[k]) / fit.deviation[k], fit.deviation[k]);
    const double difference = middle_is_object ? at[0] - (at[1] + at[2]) : (at[0] + at[1]) - at[2];
    if (std::abs(difference) < best) {
      best = std::abs(difference);
      threshold = level;
    }
  }
  return threshold;
}

}  // namespace

double mixture_of_gaussians(View1<const float> host_values, double object_fraction) {
  const double background = 1.0 - object_fraction;
  if (!(object_fraction > 0 && background > 0))
    throw std::domain_error("the fraction of the image covered by objects must be above 0 and below 1");
  if (static_cast<double>(host_values.size) < 3 / std::min(object_fraction, background)) return 1;
  const auto [least, most] = std::minmax_element(host_values.begin(), host_values.end());
  if (*least == *most) return *least;
  const std::vector<float> values = representative(host_values);
  const auto n = static_cast<double>(values.size());
  // Halves round to the even number, as Python rounds.
  const float dark = values.at(static_cast<std::size_t>(std::nearbyint(n * background / 2.0)));
  const float bright = values.at(static_cast<std::size_t>(std::nearbyint(n * (1 - object_fraction / 2))));
  Gaussians fit = {{dark, static_cast<double>(dark + bright) / 2, bright},
                   {0.15, 0.15, 0.15},
                   {3.0 / 4.0 * background, 1.0 / 4.0, 3.0 / 4.0 * object_fraction}};
  for (const std::vector<float>& data : {tenth_of(values), values})
    while (improve(data, fit) > 0.001) {
    }
  return intersection(fit, object_fraction);
}

}  // namespace cellerate::kernel
