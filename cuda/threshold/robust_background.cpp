// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/robust_background.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "cuda/numeric/order_statistics.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/numeric/sorted_values.hpp"

namespace cellerate::kernel {
namespace {

/// Ascending values.
template <class T>
struct Sorted {
  const T* values;
  std::int64_t n;
};

std::vector<float> sorted(View1<const float> values) { return sorted_values({values.begin(), values.end()}); }
std::vector<double> sorted(View1<const double> values) {
  std::vector<double> result(values.begin(), values.end());
  std::sort(result.begin(), result.end());
  return result;
}

template <class T>
T mean_of(Sorted<T> s) {
  const T sum = numpy_sum<T>(s.n, [=](std::int64_t i) { return s.values[i]; });
  return static_cast<T>(static_cast<double>(sum) / static_cast<double>(s.n));
}

template <class T>
T standard_deviation(Sorted<T> s) {
  const T mean = numpy_sum<T>(s.n, [=](std::int64_t i) { return s.values[i]; }) / static_cast<T>(s.n);
  const T sum = numpy_sum<T>(s.n, [=](std::int64_t i) {
    const T d = s.values[i] - mean;
    return d * d;
  });
  return std::sqrt(static_cast<T>(static_cast<double>(sum) / static_cast<double>(s.n)));
}

/// Percentile in the middle of the fullest of sqrt(n) bins.
template <class T>
double binned_mode(Sorted<T> s) {
  const T low = s.values[0], range = s.values[s.n - 1] - low;
  if (range == 0) throw std::domain_error("the mode of pixels that all have the same value is not defined");
  const double bins = std::ceil(std::sqrt(static_cast<double>(s.n)));
  std::vector<std::int64_t> counts(static_cast<std::size_t>(bins) + 1);
  for (std::int64_t i = 0; i < s.n; ++i)
    ++counts[static_cast<std::size_t>((s.values[i] - low) / range * static_cast<T>(bins))];
  const auto fullest = std::max_element(counts.begin(), counts.end()) - counts.begin();
  return sorted_percentile(s.values, s.n, 100 * (static_cast<double>(fullest) + 0.5) / bins);
}

/// In double throughout, unlike the other statistics.
template <class T>
double median_absolute_deviation(Sorted<T> s) {
  const double below = s.values[(s.n - 1) / 2], above = s.values[s.n / 2], median = (below + above) / 2;
  std::vector<double> distances(s.n);
  for (std::int64_t i = 0; i < s.n; ++i) distances[i] = std::abs(s.values[i] - median);
  const auto middle = distances.begin() + s.n / 2;
  std::nth_element(distances.begin(), middle, distances.end());
  return s.n % 2 ? *middle : (*std::max_element(distances.begin(), middle) + *middle) / 2;
}

template <class T>
double average_of(Sorted<T> s, RobustBackground::Average method) {
  switch (method) {
    case RobustBackground::Average::kMedian:
      return sorted_median(s.values, s.n);
    case RobustBackground::Average::kMode:
      return binned_mode(s);
    default:
      return mean_of(s);
  }
}

template <class T>
double threshold_of(View1<const T> host_values, const RobustBackground& settings) {
  const std::int64_t n = host_values.size;
  if (n < 3) return 0;
  const std::vector<T> values = sorted(host_values);
  if (values.front() == values.back()) return values.front();
  const auto cut = [n](double fraction) {  // Python's round: halves to even
    return static_cast<std::int64_t>(std::nearbyint(static_cast<double>(n) * fraction));
  };
  const std::int64_t low = cut(settings.lower_fraction);
  const std::int64_t high = low == 0 ? n : n - cut(settings.upper_fraction);
  if (high <= low) return std::numeric_limits<double>::quiet_NaN();  // as the mean of nothing
  const Sorted<T> kept{values.data() + low, high - low};
  const double deviation = settings.deviation == RobustBackground::Deviation::kStandard
                               ? standard_deviation(kept)
                               : median_absolute_deviation(kept);
  return average_of(kept, settings.average) + deviation * settings.deviations;
}

}  // namespace

double robust_background(View1<const float> host_values, const RobustBackground& settings) {
  return threshold_of(host_values, settings);
}
double robust_background(View1<const double> host_values, const RobustBackground& settings) {
  return threshold_of(host_values, settings);
}

double robust_background(Queue& queue, View1<const float> values, const RobustBackground& settings) {
  const HostRead<float> host(queue, values.data, values.size);
  return threshold_of(View1<const float>{host.data(), host.size()}, settings);
}
double robust_background(Queue& queue, View1<const double> values, const RobustBackground& settings) {
  const HostRead<double> host(queue, values.data, values.size);
  return threshold_of(View1<const double>{host.data(), host.size()}, settings);
}

}  // namespace cellerate::kernel
