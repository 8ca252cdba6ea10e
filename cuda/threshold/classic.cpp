// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/classic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "cuda/numeric/numpy_log.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/numeric/sorted_values.hpp"
#include "cuda/threshold/compact.hpp"
#include "cuda/threshold/histogram.hpp"
#include "cuda/threshold/log_otsu.hpp"
#include "cuda/threshold/quality.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kBins = 256;

Extrema<float> range_of(View1<const float> values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {*least, *most};
}

/// scipy.ndimage.histogram: bins between the edges of numpy.linspace, found by comparison with them.
std::vector<std::int64_t> histogram_between(View1<const float> values, double low, double high) {
  const double width = (high - low) / kBins;
  std::vector<double> edges(kBins + 1);
  for (int k = 0; k < kBins; ++k) edges[k] = k * width + low;
  edges[kBins] = high;
  std::vector<std::int64_t> counts(kBins, 0);
  for (const float v : values) {
    if (!(v >= low && v <= high)) continue;
    int k = std::clamp(static_cast<int>((v - low) / width), 0, kBins - 1);
    while (k > 0 && v < edges[k]) --k;
    while (k < kBins - 1 && v >= edges[k + 1]) ++k;
    ++counts[k];
  }
  return counts;
}

/// Logarithms from 0 to 1, of nothing below 1/256 of the greatest value.
struct Logarithms {
  std::vector<float> values;
  float low, high;
};
Logarithms logarithms(View1<const float> values, float greatest) {
  Logarithms logs;
  const float least = greatest / 256;
  for (const float v : values) logs.values.push_back(numpy_log(v < least ? least : v));
  const Extrema<float> range = range_of({logs.values.data(), values.size});
  for (float& v : logs.values) v = (v - range.min) / (range.max - range.min);
  logs.low = range.min;
  logs.high = range.max;
  return logs;
}

}  // namespace

double mode_threshold(View1<const float> host_values) {
  const auto [least, most] = range_of(host_values);
  if (least == most) return least;
  const double low = 0.02 * (most - least) + least, high = 0.98 * (most - least) + least;
  std::vector<float> inside;
  for (const float v : host_values)
    if (v > static_cast<float>(low) && v < static_cast<float>(high)) inside.push_back(v);
  if (inside.empty()) return low;
  const auto counts = histogram_between({inside.data(), static_cast<std::int64_t>(inside.size())}, low, high);
  const auto mode = std::max_element(counts.begin(), counts.end()) - counts.begin();
  const double cutoff = (static_cast<double>(mode) / (kBins - 1) + 0.02) / 1.04;
  return least + cutoff * 2 * (most - least);
}

double ridler_calvard(View1<const float> host_values) {
  if (host_values.size < 3) return 0;
  const auto [least, most] = range_of(host_values);
  if (least == most) return least;
  const Logarithms logs = logarithms(host_values, most);
  double before = 0, threshold = otsu_of_sorted(sorted_values(logs.values));
  while (std::abs(before - threshold) > 0.00001) {
    before = threshold;
    std::vector<float> below, above;
    for (const float v : logs.values) (v < static_cast<float>(before) ? below : above).push_back(v);
    threshold = (numpy_mean(below) + numpy_mean(above)) / 2.0f;
  }
  const float back = logs.low + (logs.high - logs.low) * static_cast<float>(threshold);
  return std::exp(static_cast<double>(back));
}

double kapur(Queue& queue, View1<const float> host_values) {
  const std::int64_t n = host_values.size;
  if (n < 3) return 0;
  const auto [least, most] = range_of(host_values);
  if (least == most) return least;
  const Buffer<double> logs = noisy_log2(queue, upload(queue, host_values.data, n).view());
  const Extrema<double> range = extrema(queue, logs.view());
  const std::vector<std::int64_t> counts = histogram(queue, logs.view(), kBins, range.min, range.max).counts;

  std::vector<double> levels, sums, entropies;  // of the bins that hold something: running totals
  double sum = 0, entropy = 0;
  for (int k = 0; k < kBins; ++k) {
    if (counts[k] == 0) continue;
    const double p = static_cast<double>(counts[k]) / static_cast<double>(n);
    levels.push_back(range.min + (range.max - range.min) * k / (kBins - 1));
    sums.push_back(sum += p);
    entropies.push_back(entropy += p * std::log2(p));
  }
  double best = std::numeric_limits<double>::infinity();
  std::size_t at = 0;
  for (std::size_t k = 0; k + 1 < levels.size(); ++k) {
    const double above = sum - sums[k];
    const double score =
        entropies[k] / sums[k] - std::log2(sums[k]) + ((entropy - entropies[k]) / above - std::log2(above));
    if (score < best) {
      best = score;
      at = k;
    }
  }
  if (levels.size() == 1) return std::exp2(levels[0]);
  return std::exp2((levels[at] + levels[at + 1]) / 2);
}

double maximum_correlation(View1<const float> host_values) {
  const auto [least, most] = range_of(host_values);
  if (least == most) return least;
  std::vector<std::int64_t> counts(kBins, 0);
  std::int64_t total = 0;
  for (const float v : host_values) {
    const auto bin = static_cast<int>((v - least) * (kBins - 1) / (most - least));
    ++counts[bin];
    total += bin;
  }
  while (counts.back() == 0) counts.pop_back();
  const auto n = static_cast<double>(host_values.size), mean = static_cast<double>(total) / n;
  const auto bins = static_cast<std::int64_t>(counts.size());
  const double spread = numpy_sum<double>(bins, [&](std::int64_t k) {
    const double d = static_cast<double>(k) - mean;
    return static_cast<double>(counts[k]) * (d * d);
  });
  std::vector<double> deviation(bins);
  double sum = 0;
  for (std::int64_t k = 0; k < bins; ++k)
    deviation[k] = sum += static_cast<double>(counts[k]) * (static_cast<double>(k) - mean);
  double best = -std::numeric_limits<double>::infinity(), below = 0;
  std::int64_t at = 0;
  for (std::int64_t k = 0; k < bins; ++k) {
    const double numerator = k == 0 ? sum : sum - deviation[k - 1], above = n - below;
    const double denominator = std::sqrt(spread * (n - above) * above / n);
    const double correlation = denominator == 0 ? 0 : numerator / denominator;
    if (correlation > best) {
      best = correlation;
      at = k;
    }
    below += static_cast<double>(counts[k]);
  }
  return least + static_cast<double>(at - 1) * (most - least) / (kBins - 1);
}

}  // namespace cellerate::kernel
