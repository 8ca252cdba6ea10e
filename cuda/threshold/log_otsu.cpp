// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/log_otsu.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "cuda/numeric/radix_sort.hpp"

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

template <class T>
std::vector<double> running_variance(const std::vector<T>& values) {
  std::vector<double> variance(values.size(), 0.0);
  T sum = values[0];
  double mean = sum, squares = 0;
  for (std::size_t k = 1; k < values.size(); ++k) {
    sum += values[k];
    const double before = values[k] - mean;
    mean = sum / static_cast<double>(k + 1);
    squares += before * (values[k] - mean);
    variance[k] = squares / static_cast<double>(k);
  }
  return variance;
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

template <class T>
double two_classes_of(const std::vector<T>& sorted, const RunningVariance<T>& variance,
                      OtsuCriterion criterion) {
  const auto n = static_cast<std::int64_t>(sorted.size());
  if (n == 1) return sorted[0];
  const std::int64_t step = n / std::min(kTwoClassBins, n);
  const auto score = [&](double v, std::int64_t pixels) {
    const auto w = static_cast<double>(pixels);
    if (criterion == OtsuCriterion::kWeightedVariance) return v * w;
    return pixels == 0 ? 0 : entropy_score(v + kLeastVariance, w);
  };
  std::vector<double> scores;
  std::vector<T> thresholds;
  for (std::int64_t i = 0; i < n - 1; i += step) {
    scores.push_back(score(variance.forward[i], i) + score(variance.backward[i + 1], n - 1 - i));
    thresholds.push_back(sorted[i + 1]);
  }
  return between_neighbors(scores, thresholds);
}

/// Scores of every `bin`-th threshold for the classes at both ends, and of any stretch between two of them.
class ThreeClassScores {
 public:
  ThreeClassScores(const std::vector<double>& sorted, const RunningVariance<double>& variance,
                   OtsuCriterion criterion)
      : n_(static_cast<std::int64_t>(sorted.size())),
        bins_(std::min(kThreeClassBins, n_)),
        bin_(n_ / bins_),
        by_entropy_(criterion == OtsuCriterion::kEntropy) {
    double sum = 0, squares = 0;
    for (std::int64_t i = 0; i < n_; ++i) {
      sum += sorted[i];
      squares += sorted[i] * sorted[i];
      if (i % bin_ == 0) {
        sums_.push_back(sum);
        squares_.push_back(squares);
        low_.push_back(end(variance.forward[i], i));
        high_.push_back(end(variance.backward[high_at(i)], high_pixels(i)));
      }
    }
    if (by_entropy_) std::reverse(high_.begin(), high_.end());
  }
  std::int64_t count() const { return static_cast<std::int64_t>(low_.size()); }
  std::int64_t position(std::int64_t i) const { return i * bin_; }
  double of(std::int64_t i, std::int64_t j) const {
    return low_[end_index(i)] + middle(i, j) + high_[end_index(j)];
  }

 private:
  /// centrosome takes the entropy of the upper class from the reversed values, every bin-th of them.
  std::int64_t high_at(std::int64_t i) const { return by_entropy_ ? n_ - 1 - i : i; }
  std::int64_t high_pixels(std::int64_t i) const { return by_entropy_ ? i : n_ - i; }
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
  std::vector<double> sums_, squares_, low_, high_;
};

}  // namespace

template <class T>
RunningVariance<T>::RunningVariance(const std::vector<T>& sorted) : forward(running_variance(sorted)) {
  backward = running_variance(std::vector<T>(sorted.rbegin(), sorted.rend()));
  std::reverse(backward.begin(), backward.end());
}

template struct RunningVariance<float>;
template struct RunningVariance<double>;

template <class T>
double otsu_of_sorted(const std::vector<T>& sorted) {
  return two_classes_of(sorted, RunningVariance<T>(sorted), OtsuCriterion::kWeightedVariance);
}

template double otsu_of_sorted(const std::vector<float>&);
template double otsu_of_sorted(const std::vector<double>&);

LogOtsu::LogOtsu(Queue& queue, View1<const float> host_values) {
  std::vector<float> values;
  for (std::int64_t i = 0; i < host_values.size; ++i)
    if (host_values[i] >= 0) values.push_back(host_values[i]);
  if (values.empty()) return;
  radix_sort(values);
  const Shape2 shape = {1, static_cast<int>(values.size())};
  const Buffer<float> on_device = upload(queue, values);
  Buffer<double> logs(queue, shape.size());
  scale_ = log_transform(queue, on_device.view(shape), logs.view(shape));
  sorted_ = download(queue, logs);
  variance_.emplace(sorted_);
}

double LogOtsu::two_classes(OtsuCriterion criterion) const {
  if (sorted_.empty()) return 1;
  return scale_.intensity(two_classes_of(sorted_, *variance_, criterion));
}

OtsuThresholds LogOtsu::three_classes(OtsuCriterion criterion) const {
  if (sorted_.empty()) return {1, 1};
  const ThreeClassScores scores(sorted_, *variance_, criterion);
  double best = kInfinity;
  std::int64_t lower = 0, upper = 0;
  for (std::int64_t i = 0; i < scores.count(); ++i)
    for (std::int64_t j = i + 1; j < scores.count(); ++j)
      if (const double score = scores.of(i, j); score < best) {
        best = score;
        lower = i;
        upper = j;
      }
  return {scale_.intensity(sorted_[scores.position(lower)]),
          scale_.intensity(sorted_[scores.position(upper)])};
}

}  // namespace cellerate::kernel
