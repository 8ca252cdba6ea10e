/// Otsu's thresholds on a logarithmic scale, of two or three classes, by weighted variance or by entropy, as
/// MeasureImageQuality takes them: from the sorted values, not from a histogram.
/// Source: centrosome 1.2.3, otsu.otsu, entropy, otsu3, entropy3, threshold.get_otsu_threshold.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <vector>

#include "cuda/threshold/log_transform.hpp"

namespace cellerate::kernel {

enum class OtsuCriterion { kWeightedVariance, kEntropy };

/// The two thresholds of three classes.
struct OtsuThresholds {
  double lower, upper;
};

/// Variances of the first k and of the last k of ascending values, for each k.
template <class T>
struct RunningVariance {
  explicit RunningVariance(const std::vector<T>& sorted);
  std::vector<double> forward, backward;
};

/// Otsu's two classes of ascending values on their own scale.
template <class T>
double otsu_of_sorted(const std::vector<T>& sorted);

/// Sorts once for any number of thresholds. On the host.
class LogOtsu {
 public:
  /// Values below 0 and NaN do not count.
  LogOtsu(Queue& queue, View1<const float> host_values);

  /// 1 where no value counts, as in centrosome.
  double two_classes(OtsuCriterion criterion) const;
  OtsuThresholds three_classes(OtsuCriterion criterion) const;

 private:
  std::vector<double> sorted_;
  LogScale scale_{};
  std::optional<RunningVariance<double>> variance_;
};

}  // namespace cellerate::kernel
