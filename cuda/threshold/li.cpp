/// The classes are never stored: each value goes to the end of a block of its class (without a branch, the
/// other class's block keeps a value that the next one overwrites), and a full block is summed while it is in
/// the cache.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/li.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "cuda/numeric/numpy_log.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

float natural_log(float x) { return numpy_log(x); }
double natural_log(double x) { return std::log(x); }

/// numpy.mean of a class that arrives piece by piece.
template <class T>
class RunningMean {
 public:
  static constexpr std::int64_t kPiece = kSumBlock;

  T* room() { return values_.get() + fill_; }  ///< for at most kPiece values
  void grow(std::int64_t n) {
    fill_ += n;
    count_ += n;
    if (fill_ < kSumBlock) return;
    sum_ += block_sum(kSumBlock);
    fill_ -= kSumBlock;
    std::copy_n(values_.get() + kSumBlock, fill_, values_.get());
  }
  T mean() {
    if (fill_ > 0) sum_ += block_sum(std::exchange(fill_, 0));
    return static_cast<T>(static_cast<double>(sum_) / static_cast<double>(count_));
  }

 private:
  T block_sum(std::int64_t n) const {
    const T* values = values_.get();
    return pairwise_sum<T>([values](std::int64_t i) { return values[i]; }, 0, n);
  }
  std::unique_ptr<T[]> values_{new T[2 * kSumBlock + 1]};
  std::int64_t fill_ = 0, count_ = 0;
  T sum_ = 0;
};

template <class T>
T next_threshold(const T* values, std::int64_t n, T minimum, T threshold) {
  RunningMean<T> foreground, background;
  for (std::int64_t begin = 0; begin < n; begin += RunningMean<T>::kPiece) {
    const std::int64_t piece = std::min(n - begin, RunningMean<T>::kPiece);
    T *above = foreground.room(), *rest = background.room();
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < piece; ++i) {
      const T v = values[begin + i] - minimum;
      above[count] = v;
      rest[i - count] = v;
      count += v > threshold;
    }
    foreground.grow(count);
    background.grow(piece - count);
  }
  const T fore = foreground.mean(), back = background.mean();
  return (back - fore) / (natural_log(back) - natural_log(fore));
}

template <class T>
T shifted_mean(const T* values, std::int64_t n, T minimum) {
  const T sum = numpy_sum<T>(n, [=](std::int64_t i) { return values[i] - minimum; });
  return static_cast<T>(static_cast<double>(sum) / static_cast<double>(n));
}

template <class T>
double find_threshold(View1<const T> values, double tolerance) {
  const T minimum = *std::min_element(values.begin(), values.end());
  T next = shifted_mean(values.data, values.size, minimum);
  // The first step is from "-2 tolerances", which no mean of positive values is near to.
  double moved = static_cast<double>(next) + 2 * tolerance;
  while (moved > tolerance) {
    const T current = next;
    next = next_threshold(values.data, values.size, minimum, current);
    moved = static_cast<double>(std::abs(next - current));
  }
  return static_cast<double>(next + minimum);
}

/// What the tolerance is never below: half a level of 16 bits.
constexpr double kHalfLevel = 0.5 / 65536;

/// Smallest difference of neighbours in an ascending range; infinite where there are none.
template <class T>
T smallest_step(const std::vector<T>& ascending) {
  T smallest = std::numeric_limits<T>::infinity();
  for (std::size_t i = 1; i < ascending.size(); ++i)
    if (ascending[i] != ascending[i - 1]) smallest = std::min(smallest, ascending[i] - ascending[i - 1]);
  return smallest;
}

/// Distinct values in ascending order, by one place for each 1/65536 of the range; false as soon as two of
/// them share a place, because then they are too near to matter.
template <class T>
bool distinct_levels(const T* values, std::int64_t n, T minimum, T maximum, std::vector<T>& levels) {
  const double origin = static_cast<double>(minimum);
  const auto place_of = [=](T v) {
    return static_cast<std::int64_t>((static_cast<double>(v) - origin) * 65536);
  };
  std::vector<T> places(place_of(maximum) + 1, std::numeric_limits<T>::quiet_NaN());
  for (std::int64_t i = 0; i < n; ++i) {
    T& place = places[place_of(values[i])];
    if (place != place)
      place = values[i];
    else if (place != values[i])
      return false;
  }
  for (const T v : places)
    if (v == v) levels.push_back(v);
  return true;
}

template <class T>
double find_tolerance(Queue& queue, View1<const T> device_values) {
  const HostRead<T> values(queue, device_values.data, device_values.size);
  const T *begin = values.data(), *end = begin + values.size();
  const auto [minimum, maximum] = std::minmax_element(begin, end);
  std::vector<T> levels;
  constexpr double kWidestTable = 16;
  if (static_cast<double>(*maximum) - static_cast<double>(*minimum) > kWidestTable) {
    levels.assign(begin, end);
    std::sort(levels.begin(), levels.end());
  } else if (!distinct_levels(begin, values.size(), *minimum, *maximum, levels)) {
    return kHalfLevel;
  }
  return std::max(static_cast<double>(smallest_step(levels) / 2), kHalfLevel);
}

}  // namespace

double li_tolerance(Queue& queue, View1<const float> values) { return find_tolerance(queue, values); }
double li_tolerance(Queue& queue, View1<const double> values) { return find_tolerance(queue, values); }
double li(View1<const float> host_values, double tolerance) { return find_threshold(host_values, tolerance); }
double li(View1<const double> host_values, double tolerance) {
  return find_threshold(host_values, tolerance);
}
double li(Queue& queue, View1<const float> values, double tolerance) {
  const HostRead<float> host(queue, values.data, values.size);
  return find_threshold(View1<const float>{host.data(), host.size()}, tolerance);
}
double li(Queue& queue, View1<const double> values, double tolerance) {
  const HostRead<double> host(queue, values.data, values.size);
  return find_threshold(View1<const double>{host.data(), host.size()}, tolerance);
}

}  // namespace cellerate::kernel
