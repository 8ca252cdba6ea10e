/// A few thousand operations on a histogram: on the host, in the order in which scikit-image does them.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/otsu.hpp"

#include <stdexcept>

namespace cellerate::kernel {
namespace {

template <class T>
double best_cut(const Histogram<T>& histogram) {
  const std::vector<T> centers = histogram.centers();
  const int bins = static_cast<int>(centers.size());
  std::vector<double> above_weight(bins), above_mean(bins);
  double weight = 0, moment = 0;
  for (int k = bins - 1; k >= 0; --k) {
    const auto n = static_cast<double>(histogram.counts[k]);
    above_weight[k] = weight += n;
    above_mean[k] = (moment += n * static_cast<double>(centers[k])) / weight;
  }
  weight = moment = 0;
  int best = 0;
  double best_variance = -1;
  for (int k = 0; k + 1 < bins; ++k) {
    const auto n = static_cast<double>(histogram.counts[k]);
    weight += n;
    moment += n * static_cast<double>(centers[k]);
    const double difference = moment / weight - above_mean[k + 1];
    const double variance = weight * above_weight[k + 1] * (difference * difference);
    if (variance > best_variance) {
      best_variance = variance;
      best = k;
    }
  }
  return static_cast<double>(centers[best]);
}

/// Running sums of the probability and the first moment, in float: what the variance of a class is read from.
class ClassVariance {
 public:
  explicit ClassVariance(const std::vector<float>& probability) : zeroth_(probability), first_(probability) {
    for (std::size_t i = 1; i < probability.size(); ++i) {
      zeroth_[i] = zeroth_[i - 1] + probability[i];
      first_[i] = first_[i - 1] + static_cast<float>(i) * probability[i];
    }
  }
  /// Of the class of bins i ... j.
  float operator()(int i, int j) const {
    if (i == 0 && j == 0) return 0;
    const float p = i == 0 ? zeroth_[j] : zeroth_[j] - zeroth_[i - 1];
    const float s = i == 0 ? first_[j] : first_[j] - first_[i - 1];
    return p > 0 ? s * s / p : 0;
  }

 private:
  std::vector<float> zeroth_, first_;
};

template <class T>
ThreeClasses best_cuts(const Histogram<T>& histogram) {
  const std::vector<T> centers = histogram.centers();
  const int bins = static_cast<int>(centers.size());
  std::vector<int> used;
  double total = 0;
  for (int k = 0; k < bins; ++k) {
    total += static_cast<double>(histogram.counts[k]);
    if (histogram.counts[k] > 0) used.push_back(k);
  }
  const auto cuts = [&](int a, int b) {
    return ThreeClasses{static_cast<double>(centers[a]), static_cast<double>(centers[b]), true};
  };
  if (used.size() < 3) return {};
  if (used.size() == 3) return cuts(used[0], used[1]);

  std::vector<float> probability(bins);
  for (int k = 0; k < bins; ++k)
    probability[k] = static_cast<float>(static_cast<double>(histogram.counts[k]) / total);
  const ClassVariance variance(probability);
  int best_a = 0, best_b = 0;
  float best = 0;
  for (int a = 0; a < bins - 2; ++a)
    for (int b = a + 1; b < bins - 1; ++b) {
      const float sum = variance(0, a) + variance(b + 1, bins - 1) + variance(a + 1, b);
      if (sum > best) {
        best = sum;
        best_a = a;
        best_b = b;
      }
    }
  return cuts(best_a, best_b);
}

/// Whether there are at least three different values among those of a block.
template <class T>
bool has_three_levels(View1<const T> values) {
  T first = values[0], second = values[0];
  for (const T v : values) {
    if (v == first || v == second) continue;
    if (second != first) return true;
    second = v;
  }
  return false;
}

template <class T>
double cut_of_block(View1<const T> values, bool lower) {
  if (!has_three_levels(values)) return best_cut(histogram(values, kOtsuBins));
  for (const int bins : {kMultiOtsuBins, kOtsuBins})
    if (const ThreeClasses cuts = best_cuts(histogram(values, bins)); cuts.found)
      return lower ? cuts.lower : cuts.upper;
  throw std::domain_error("three-class Otsu: a block of the image has too few different values");
}

}  // namespace

double otsu(const Histogram<float>& histogram) { return best_cut(histogram); }
double otsu(const Histogram<double>& histogram) { return best_cut(histogram); }
ThreeClasses multi_otsu(const Histogram<float>& histogram) { return best_cuts(histogram); }
ThreeClasses multi_otsu(const Histogram<double>& histogram) { return best_cuts(histogram); }

double multi_otsu_of_block(View1<const float> host_values, bool lower) {
  return cut_of_block(host_values, lower);
}
double multi_otsu_of_block(View1<const double> host_values, bool lower) {
  return cut_of_block(host_values, lower);
}

}  // namespace cellerate::kernel
