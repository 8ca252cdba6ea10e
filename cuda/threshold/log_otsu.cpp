// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/log_otsu.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numbers>

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kTwoClassBins = 256, kThreeClassBins = 128;
constexpr double kLeastVariance = 1.0 / 512;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// w ln(variance w sqrt(2 pi e)).
double entropy_score(double variance, double w) {
  static const double factor = std::sqrt(2 * std::numbers::pi * std::exp(1.0));
  return w * std::log(variance * w * factor);
}

/// The division for each value is what takes the time: both ends run side by side, in two lanes of one
/// register.
template <class T>
RunningVariances running_variances(const std::vector<T>& ascending, std::int64_t every,
                                   std::int64_t first_from) {
  const auto n = static_cast<std::int64_t>(ascending.size());
  RunningVariances found;
  T sum[2] = {ascending[0], ascending[n - 1]};
  double mean[2] = {sum[0], sum[1]}, squares[2] = {0, 0};
  std::int64_t next_up_to = 0, next_from = (n - 1 - first_from) / every * every + first_from;
  for (std::int64_t k = 0;;) {
    const auto variance = [&](int lane) { return k == 0 ? 0.0 : squares[lane] / static_cast<double>(k); };
    if (k == next_up_to) {
      found.up_to.push_back(variance(0));
      next_up_to += every;
    }
    if (n - 1 - k == next_from) {
      found.from.push_back(variance(1));
      next_from -= every;
    }
    if (++k == n) break;
    const T value[2] = {ascending[k], ascending[n - 1 - k]};
    const auto count = static_cast<double>(k + 1);
    for (int lane = 0; lane < 2; ++lane) {
      sum[lane] += value[lane];
      const double before = value[lane] - mean[lane];
      mean[lane] = sum[lane] / count;
      squares[lane] += before * (value[lane] - mean[lane]);
    }
  }
  std::reverse(found.from.begin(), found.from.end());
  return found;
}

/// The threshold between the bins beside the one with the least score, the first of several.
template <class T>
double between_neighbors(const std::vector<double>& scores, const std::vector<T>& thresholds) {
  const auto best = std::min_element(scores.begin(), scores.end()) - scores.begin();
  const std::int64_t last = static_cast<std::int64_t>(thresholds.size()) - 1;
  return (thresholds[std::max<std::int64_t>(best - 1, 0)] +
          thresholds[std::min<std::int64_t>(best + 1, last)]) /
         2.0;
}

std::int64_t two_class_step(std::int64_t n) { return n / std::min(kTwoClassBins, n); }

/// @param variances  up to every two_class_step-th value, and from the value behind it on.
template <class T>
double two_classes_of(const std::vector<T>& sorted, const RunningVariances& variances,
                      OtsuCriterion criterion) {
  const auto n = static_cast<std::int64_t>(sorted.size());
  if (n == 1) return sorted[0];
  const auto score = [&](double v, std::int64_t pixels) {
    const auto w = static_cast<double>(pixels);
    if (criterion == OtsuCriterion::kWeightedVariance) return v * w;
    return pixels == 0 ? 0 : entropy_score(v + kLeastVariance, w);
  };
  std::vector<double> scores;
  std::vector<T> thresholds;
  const std::int64_t step = two_class_step(n);
  for (std::int64_t i = 0; i < n - 1; i += step) {
    const std::size_t bin = scores.size();
    scores.push_back(score(variances.up_to[bin], i) + score(variances.from[bin], n - 1 - i));
    thresholds.push_back(sorted[i + 1]);
  }
  return between_neighbors(scores, thresholds);
}

/// Scores of every `bin`-th threshold for the classes at both ends, and of any stretch between two of them.
/// The running sums have the precision of the values, as in centrosome.
template <class T>
class ThreeClassScores {
 public:
  ThreeClassScores(const std::vector<T>& sorted, OtsuCriterion criterion)
      : n_(static_cast<std::int64_t>(sorted.size())),
        bins_(std::min(kThreeClassBins, n_)),
        bin_(n_ / bins_),
        by_entropy_(criterion == OtsuCriterion::kEntropy) {
    // centrosome takes the entropy of the upper class from the reversed values, every bin-th of them.
    const RunningVariances variances = running_variances(sorted, bin_, by_entropy_ ? (n_ - 1) % bin_ : 0);
    T sum = 0, squares = 0;
    for (std::int64_t i = 0; i < n_; ++i) {
      sum += sorted[i];
      squares += sorted[i] * sorted[i];
      if (i % bin_ == 0) {
        sums_.push_back(sum);
        squares_.push_back(squares);
      }
    }
    for (std::int64_t i = 0; i < count(); ++i) {
      low_.push_back(end(variances.up_to[i], position(i)));
      high_.push_back(end(variances.from[i], by_entropy_ ? position(count() - 1 - i) : n_ - position(i)));
    }
  }
  std::int64_t count() const { return static_cast<std::int64_t>(sums_.size()); }
  std::int64_t position(std::int64_t i) const { return i * bin_; }
  double of(std::int64_t i, std::int64_t j) const {
    return low_[end_index(i)] + middle(i, j) + high_[end_index(j)];
  }

 private:
  double end(double variance, std::int64_t pixels) const {
    const auto w = static_cast<double>(pixels);
    return by_entropy_ ? finite(entropy_score(variance + kLeastVariance, w / static_cast<double>(n_)))
                       : variance * w;
  }
  double middle(std::int64_t i, std::int64_t j) const {
    if (i >= j) return kInfinity;
    const auto pixels = static_cast<double>((j - i) * bin_);
    const double mean = (sums_[j] - sums_[i]) / pixels;
    const double variance = (squares_[j] - squares_[i]) / pixels - mean * mean;
    return by_entropy_ ? finite(entropy_score(variance + kLeastVariance, pixels / static_cast<double>(n_)))
                       : pixels * variance;
  }
  static double finite(double score) { return std::isnan(score) ? kInfinity : score; }
  /// Where the bins do not divide the values evenly, centrosome looks the variances of the ends up elsewhere.
  std::int64_t end_index(std::int64_t i) const { return by_entropy_ ? i : i * bin_ * bins_ / n_; }

  std::int64_t n_, bins_, bin_;
  bool by_entropy_;
  std::vector<T> sums_, squares_;
  std::vector<double> low_, high_;
};

/// The two values between three classes: those of the least score, the first of several.
template <class T>
OtsuThresholds three_classes_of(const std::vector<T>& sorted, OtsuCriterion criterion) {
  const ThreeClassScores<T> scores(sorted, criterion);
  double best = kInfinity;
  std::int64_t lower = 0, upper = 0;
  for (std::int64_t i = 0; i < scores.count(); ++i)
    for (std::int64_t j = i + 1; j < scores.count(); ++j)
      if (const double score = scores.of(i, j); score < best) {
        best = score;
        lower = i;
        upper = j;
      }
  return {sorted[scores.position(lower)], sorted[scores.position(upper)]};
}

}  // namespace

template <class T>
double otsu_of_sorted(const std::vector<T>& sorted) {
  const std::int64_t step = two_class_step(static_cast<std::int64_t>(sorted.size()));
  return two_classes_of(sorted, running_variances(sorted, step, 1), OtsuCriterion::kWeightedVariance);
}

template double otsu_of_sorted(const std::vector<float>&);
template double otsu_of_sorted(const std::vector<double>&);

template <class T>
OtsuThresholds otsu_of_three_sorted(const std::vector<T>& sorted) {
  return three_classes_of(sorted, OtsuCriterion::kWeightedVariance);
}

template OtsuThresholds otsu_of_three_sorted(const std::vector<float>&);
template OtsuThresholds otsu_of_three_sorted(const std::vector<double>&);

LogOtsu::LogOtsu(Queue& queue, const std::vector<float>& ascending) {
  const auto begin = std::lower_bound(ascending.begin(), ascending.end(), 0.0f);
  const auto end = std::partition_point(begin, ascending.end(), [](float v) { return !std::isnan(v); });
  if (begin == end) return;
  // The logarithm is the costly part: of different values only.
  std::vector<float> values;
  std::unique_copy(begin, end, std::back_inserter(values));
  const Shape2 shape = {1, static_cast<int>(values.size())};
  Buffer<double> logs(queue, shape.size());
  scale_ = log_transform(queue, upload(queue, values).view(shape), logs.view(shape));
  const HostRead<double> of_values(queue, logs.data(), logs.size());
  sorted_.reserve(end - begin);
  auto first = begin;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto last = std::upper_bound(first, end, values[i]);
    sorted_.insert(sorted_.end(), last - first, of_values[i]);
    first = last;
  }
}

double LogOtsu::two_classes(OtsuCriterion criterion) const {
  if (sorted_.empty()) return 1;
  if (!variances_)
    variances_ = running_variances(sorted_, two_class_step(static_cast<std::int64_t>(sorted_.size())), 1);
  return scale_.intensity(two_classes_of(sorted_, *variances_, criterion));
}

OtsuThresholds LogOtsu::three_classes(OtsuCriterion criterion) const {
  if (sorted_.empty()) return {1, 1};
  const OtsuThresholds logs = three_classes_of(sorted_, criterion);
  return {scale_.intensity(logs.lower), scale_.intensity(logs.upper)};
}

}  // namespace cellerate::kernel
