/// The pixels below a candidate are a prefix of the pixels in the order in which they leave as the candidate
/// falls, so each candidate costs a look-up in running sums and an exact look at the pixels next to it.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/costes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

/// Orthogonal regression of the second channel on the first: second = slope * first + offset.
struct Line {
  double slope, offset;
  double at(double x) const { return slope * x + offset; }
};

float mean32(const std::vector<float>& v) {
  const float sum =
      numpy_sum<float>(static_cast<std::int64_t>(v.size()), [&](std::int64_t i) { return v[i]; });
  return static_cast<float>(sum / static_cast<double>(v.size()));
}

/// numpy.var with ddof = 1 in single precision.
float variance32(const std::vector<float>& v) {
  const auto n = static_cast<std::int64_t>(v.size());
  const float mean = mean32(v);
  const float sum = numpy_sum<float>(n, [&](std::int64_t i) { return (v[i] - mean) * (v[i] - mean); });
  return static_cast<float>(sum / static_cast<double>(n - 1));
}

Line regression(View1<const float> first, View1<const float> second) {
  std::vector<float> x, y, z;
  for (std::int64_t i = 0; i < first.size; ++i) {
    if (!(first[i] > 0 || second[i] > 0)) continue;
    x.push_back(first[i]);
    y.push_back(second[i]);
    z.push_back(first[i] + second[i]);
  }
  const float x_variance = variance32(x), y_variance = variance32(y), z_variance = variance32(z);
  const float both = x_variance + y_variance, difference = y_variance - x_variance;
  const double covariance = 0.5 * (z_variance - both);
  const float squared = difference * difference;
  const double slope = (difference + std::sqrt(squared + 4 * (covariance * covariance))) / (2 * covariance);
  return {slope, mean32(y) - slope * mean32(x)};
}

/// What Pearson's coefficient of a set of pixels needs; values are counted from the means of all pixels.
struct Sums {
  std::int64_t n = 0;
  double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  float x_min = std::numeric_limits<float>::infinity(), x_max = -x_min, y_min = x_min, y_max = -x_min;

  void add(float first, float second, double x_mean, double y_mean) {
    const double dx = first - x_mean, dy = second - y_mean;
    ++n;
    x += dx;
    y += dy;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
    x_min = std::min(x_min, first);
    x_max = std::max(x_max, first);
    y_min = std::min(y_min, second);
    y_max = std::max(y_max, second);
  }
  /// scipy.stats.pearsonr: NaN for a constant channel, nothing for less than two pixels.
  std::optional<double> pearson() const {
    if (n < 2) return std::nullopt;
    if (x_min == x_max || y_min == y_max) return std::numeric_limits<double>::quiet_NaN();
    const double covariance = xy - x * y / n;
    if (n == 2) return covariance > 0 ? 1.0 : -1.0;
    return covariance / std::sqrt((xx - x * x / n) * (yy - y * y / n));
  }
};

/// Sums over the pixels below a candidate in either channel.
class BelowThreshold {
 public:
  BelowThreshold(View1<const float> first, View1<const float> second, Line line)
      : first_(first), second_(second), line_(line), order_(first.size) {
    const auto mean = [](View1<const float> v) {
      return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size);
    };
    x_mean_ = mean(first);
    y_mean_ = mean(second);
    std::iota(order_.begin(), order_.end(), 0);
    if (!(line.slope > 0)) return;
    leaves_.resize(first.size);
    for (std::int64_t i = 0; i < first.size; ++i)
      leaves_[i] = std::min<double>(first[i], (second[i] - line.offset) / line.slope);
    std::sort(order_.begin(), order_.end(), [&](auto a, auto b) { return leaves_[a] < leaves_[b]; });
    Sums running;
    for (std::int64_t i = 0; i < first.size; ++i) {
      if (i % kStride == 0) sums_.push_back(running);
      running.add(first[order_[i]], second[order_[i]], x_mean_, y_mean_);
    }
    sums_.push_back(running);
  }

  Sums operator()(double candidate) const {
    const auto x = static_cast<float>(candidate), y = static_cast<float>(line_.at(candidate));
    // Rounding of the candidate to single precision, and of the line's inverse, stays far within the margin.
    const double reach = leaves_.empty() ? 0 : margin(candidate);
    const std::int64_t sure = leaves_.empty() ? 0 : before(candidate - reach) / kStride * kStride;
    const std::int64_t end = leaves_.empty() ? first_.size : before(candidate + reach);
    Sums sums = leaves_.empty() ? Sums{} : sums_[sure / kStride];
    const std::int64_t exact = leaves_.empty() ? 0 : before(candidate - reach);
    for (std::int64_t i = sure; i < end; ++i) {
      const std::int32_t at = order_[i];
      if (i < exact || first_[at] < x || second_[at] < y) sums.add(first_[at], second_[at], x_mean_, y_mean_);
    }
    return sums;
  }

  /// Pearson's coefficient of all pixels.
  std::optional<double> all() const {
    Sums sums;
    for (std::int64_t i = 0; i < first_.size; ++i) sums.add(first_[i], second_[i], x_mean_, y_mean_);
    return sums.pearson();
  }

 private:
  static constexpr std::int64_t kStride = 64;

  std::int64_t before(double leave) const {
    return std::partition_point(order_.begin(), order_.end(), [&](auto i) { return leaves_[i] < leave; }) -
           order_.begin();
  }
  double margin(double candidate) const {
    const double y = std::abs(line_.at(candidate)) + std::abs(line_.offset);
    return 1e-6 * (std::abs(candidate) + y / line_.slope);
  }

  View1<const float> first_, second_;
  Line line_;
  double x_mean_, y_mean_;
  std::vector<std::int32_t> order_;  // by the candidate below which a pixel is no longer below it
  std::vector<double> leaves_;       // empty where the line falls: then the pixels do not leave in an order
  std::vector<Sums> sums_;           // of the first 0, kStride, 2 kStride ... pixels of the order
};

/// Python's a // b for floats.
double floor_divide(double a, double b) {
  const double quotient = (a - std::fmod(a, b)) / b, whole = std::floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

double bisect(const BelowThreshold& below, double scale) {
  double left = 1, right = scale, last = 0, valid = 1;
  double middle = floor_divide(right - left, 6.0 / 5) + left;
  while (last != middle) {
    const Sums sums = below(middle / scale);
    const std::optional<double> r = sums.n > 2 ? sums.pearson() : std::nullopt;
    if (!r || *r < 0) {
      left = middle - 1;
    } else if (*r >= 0) {
      right = middle + 1;
      valid = middle;
    }
    last = middle;
    middle = floor_divide(right - left, right - left > 6 ? 6.0 / 5 : 2) + left;
  }
  return (valid - 1) / scale;
}

/// Steps to the next candidate of the fast mode: the farther from 0 the correlation, the more.
int stride(double r) { return r > 0.45 ? 10 : r > 0.35 ? 5 : r > 0.25 ? 2 : 1; }

double descend(const BelowThreshold& below, Line line, float first_max, float second_max, double scale,
               bool accurate) {
  const double step = 1 / scale;
  double candidate = step * (floor_divide(std::max(first_max, second_max), step) + 1), tried = candidate;
  std::optional<double> r = below.all();
  std::int64_t n = -1;
  while (candidate > first_max && line.at(candidate) > second_max) candidate -= step;
  while (candidate > step) {
    tried = candidate;
    const Sums sums = below(candidate);
    if (sums.n != n) {
      r = sums.pearson();
      if (!r) break;
      n = sums.n;
    }
    if (*r <= 0) break;
    const int steps = accurate || candidate < step * 10 ? 1 : stride(*r);
    candidate -= steps == 1 ? step : step * steps;
  }
  return tried;
}

}  // namespace

CostesThresholds costes_thresholds(View1<const float> first, View1<const float> second, double scale,
                                   CostesMode mode) {
  const Line line = regression(first, second);
  const BelowThreshold below(first, second, line);
  const double threshold =
      mode == CostesMode::Faster
          ? bisect(below, scale)
          : descend(below, line, *std::max_element(first.begin(), first.end()),
                    *std::max_element(second.begin(), second.end()), scale, mode == CostesMode::Accurate);
  return {threshold, line.at(threshold)};
}

}  // namespace cellerate::kernel
