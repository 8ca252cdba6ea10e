/// The pixels below a candidate are a prefix of the pixels in the order in which they leave as the candidate
/// falls. Buckets have that order where it matters: each candidate costs a look-up in running sums and an
/// exact look at the pixels of the bucket that it falls into.
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
      : line_(line), pixels_(first.size) {
    const auto mean = [](View1<const float> v) {
      return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size);
    };
    x_mean_ = mean(first);
    y_mean_ = mean(second);
    sort_into_buckets(first, second);
    Sums running;
    for (std::size_t bucket = 0; bucket + 1 < starts_.size(); ++bucket) {
      sums_.push_back(running);
      for (std::int64_t i = starts_[bucket]; i < starts_[bucket + 1]; ++i) add(pixels_[i], running);
    }
    sums_.push_back(running);
  }

  Sums operator()(double candidate) const {
    const auto x = static_cast<float>(candidate), y = static_cast<float>(line_.at(candidate));
    // Rounding of the candidate to single precision, and of the line's inverse, stays far within the margin.
    const double reach = is_ordered() ? margin(candidate) : 0;
    const int unsure = bucket_of(candidate - reach);
    Sums sums = sums_[unsure];
    for (std::int64_t i = starts_[unsure]; i < starts_[bucket_of(candidate + reach) + 1]; ++i)
      if (pixels_[i].first < x || pixels_[i].second < y) add(pixels_[i], sums);
    return sums;
  }

  /// Pearson's coefficient of all pixels.
  std::optional<double> all() const { return sums_.back().pearson(); }

 private:
  struct Pixel {
    float first, second;
  };
  static constexpr int kBuckets = 1 << 15;

  void add(const Pixel& pixel, Sums& sums) const { sums.add(pixel.first, pixel.second, x_mean_, y_mean_); }
  /// Where the line falls pixels do not leave in an order: all are in one bucket.
  bool is_ordered() const { return line_.slope > 0; }
  /// The candidate below which a pixel is no longer below it.
  double leave_of(float first, float second) const {
    return std::min<double>(first, (second - line_.offset) / line_.slope);
  }
  int bucket_of(double leave) const {
    const double place = (leave - lowest_) * buckets_per_unit_;
    return place > 0 ? static_cast<int>(std::min<double>(place, kBuckets - 1)) : 0;
  }

  void sort_into_buckets(View1<const float> first, View1<const float> second) {
    std::vector<std::uint16_t> buckets(first.size, 0);
    if (is_ordered()) {
      spread_buckets(first, second);
      for (std::int64_t i = 0; i < first.size; ++i)
        buckets[i] = static_cast<std::uint16_t>(bucket_of(leave_of(first[i], second[i])));
    }
    starts_.assign(kBuckets + 1, 0);
    for (const std::uint16_t bucket : buckets) ++starts_[bucket + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    std::vector<std::int64_t> next(starts_.begin(), starts_.end() - 1);
    for (std::int64_t i = 0; i < first.size; ++i) pixels_[next[buckets[i]]++] = {first[i], second[i]};
  }
  void spread_buckets(View1<const float> first, View1<const float> second) {
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (std::int64_t i = 0; i < first.size; ++i) {
      const double leave = leave_of(first[i], second[i]);
      if (!std::isfinite(leave)) continue;
      lowest = std::min(lowest, leave);
      highest = std::max(highest, leave);
    }
    if (!(highest > lowest)) return;
    lowest_ = lowest;
    buckets_per_unit_ = kBuckets / (highest - lowest);
  }

  double margin(double candidate) const {
    const double y = std::abs(line_.at(candidate)) + std::abs(line_.offset);
    return 1e-6 * (std::abs(candidate) + y / line_.slope);
  }

  Line line_;
  double x_mean_, y_mean_, lowest_ = 0, buckets_per_unit_ = 0;
  std::vector<Pixel> pixels_;         // bucket by bucket
  std::vector<std::int64_t> starts_;  // of the buckets
  std::vector<Sums> sums_;            // of the pixels before each bucket, and of all
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
