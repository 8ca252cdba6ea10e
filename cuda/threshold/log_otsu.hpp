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

/// Variances of the ascending values up to the 0th, every-th, 2 every-th ..., and of those from
/// the first_from-th, first_from + every-th ... to the end.
struct RunningVariances {
  std::vector<double> up_to, from;
};

/// Otsu's two classes of ascending values on their own scale.
template <class T>
double otsu_of_sorted(const std::vector<T>& sorted);

/// Otsu's three classes, by weighted variance, of at least one ascending value on its own scale.
template <class T>
OtsuThresholds otsu_of_three_sorted(const std::vector<T>& sorted);

/// Any number of thresholds of the same values. On the host.
class LogOtsu {
 public:
  /// Values below 0, and NaN behind the others, do not count.
  LogOtsu(Queue& queue, const std::vector<float>& ascending);

  /// 1 where no value counts, as in centrosome.
  double two_classes(OtsuCriterion criterion) const;
  OtsuThresholds three_classes(OtsuCriterion criterion) const;

 private:
  std::vector<double> sorted_;
  LogScale scale_{};
  mutable std::optional<RunningVariances> variances_;  ///< of two classes, once asked for
};

}  // namespace cellerate::kernel
