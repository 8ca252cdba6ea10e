/// Haralick's features from integer co-occurrence counts (mahotas.features.haralick_features).
///
/// mahotas sums dense matrices of probabilities; here every sum that can be is one of integers, which is
/// exact, and entropies need one logarithm a distinct count.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>

#include "cuda/region/cooccurrence.hpp"

namespace cellerate::kernel {

/// Grey levels there can be.
constexpr int kGreyLevels = 256;

/// Counts of pairs (a, b) of grey values; each unordered pair counts once.
struct PairCounts {
  std::int64_t pairs = 0;
  int levels = 0;                              ///< greatest grey value of the patch + 1
  std::int64_t squares = 0;                    ///< sum of squares of the symmetric matrix
  double log_sum = 0;                          ///< sum of c log2 c over the unordered pairs' counts
  const std::uint32_t* single = nullptr;       ///< [levels] how often each grey value is an end of a pair
  const std::uint32_t* sums = nullptr;         ///< [2 levels - 1] counts of a + b
  const std::uint32_t* differences = nullptr;  ///< [levels] counts of |a - b|
};

/// c log2 c, 0 for 0.
CEL_FN inline double count_log(double c) { return c > 0 ? c * log2(c) : 0; }

/// Entropy in bits of counts that add up to `total`; exactly 0 where one count has all.
CEL_FN inline double count_entropy(const std::uint32_t* counts, int n, std::int64_t total) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    if (counts[i] == total) return 0;
    if (counts[i]) sum += count_log(counts[i]);
  }
  return log2(static_cast<double>(total)) - sum / static_cast<double>(total);
}

/// Writes the features `stride` apart; infinite and undefined ones become 0, as CellProfiler records them.
CEL_FN inline void haralick_features(const PairCounts& counts, double* to, std::int64_t stride) {
  const auto n = static_cast<double>(counts.pairs), total = 2 * n;
  double f[kHaralickFeatures];
  const auto at = [&f](Haralick feature) -> double& { return f[static_cast<int>(feature)]; };

  double mean = 0, variance = 0;
  for (int g = 0; g < counts.levels; ++g) mean += static_cast<double>(counts.single[g]) * g;
  mean /= total;
  for (int g = 0; g < counts.levels; ++g) variance += counts.single[g] * ((g - mean) * (g - mean));
  variance /= total;

  double contrast = 0, homogeneity = 0, spread = 0;
  for (int d = 0; d < counts.levels; ++d) {
    const double p = counts.differences[d] / n, apart = p - 1.0 / counts.levels;
    contrast += static_cast<double>(d) * d * counts.differences[d];
    homogeneity += p / (1.0 + static_cast<double>(d) * d);
    spread += apart * apart;
  }
  contrast /= n;
  const int sums = 2 * counts.levels - 1;
  double sum_variance = 0;
  for (int k = 0; k < sums; ++k) sum_variance += counts.sums[k] * ((k - 2 * mean) * (k - 2 * mean));

  const bool uniform = variance == 0;
  const double entropy =
      uniform ? 0 : log2(total) - (counts.log_sum + static_cast<double>(counts.differences[0])) / n;
  const double single_entropy = count_entropy(counts.single, counts.levels, 2 * counts.pairs);
  at(Haralick::AngularSecondMoment) = static_cast<double>(counts.squares) / (total * total);
  at(Haralick::Contrast) = contrast;
  at(Haralick::Correlation) = uniform ? 1 : 1 - contrast / (2 * variance);
  at(Haralick::Variance) = variance;
  at(Haralick::InverseDifferenceMoment) = homogeneity;
  at(Haralick::SumAverage) = 2 * mean;
  at(Haralick::SumVariance) = sum_variance / n;
  at(Haralick::SumEntropy) = count_entropy(counts.sums, sums, counts.pairs);
  at(Haralick::Entropy) = entropy;
  at(Haralick::DifferenceVariance) = spread / counts.levels;
  at(Haralick::DifferenceEntropy) = count_entropy(counts.differences, counts.levels, counts.pairs);
  at(Haralick::InfoMeas1) = single_entropy == 0 ? entropy : (entropy - 2 * single_entropy) / single_entropy;
  at(Haralick::InfoMeas2) = sqrt(fmax(0.0, 1 - exp(-2 * (2 * single_entropy - entropy))));
  for (int i = 0; i < kHaralickFeatures; ++i) to[i * stride] = std::isfinite(f[i]) ? f[i] : 0;
}

}  // namespace cellerate::kernel
