// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/projection.hpp"

#include <type_traits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

/// What NumPy computes in when it multiplies an image by a complex or a mean of its own.
template <class T>
using Precision = std::conditional_t<std::is_same_v<T, float>, float, double>;

struct RepeatMask {
  const std::uint8_t* mask;
  int channels;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = mask[i / channels]; }
};

struct Count {
  const std::uint8_t* mask;
  std::int32_t* counts;
  CEL_FN void operator()(std::int64_t i) const { counts[i] += !mask || mask[i]; }
};

struct CountedAtLeast {
  const std::int32_t* counts;
  int channels, least;
  std::uint8_t* mask;
  CEL_FN void operator()(std::int64_t i) const { mask[i] = counts[i * channels] >= least; }
};

template <class T>
struct StartTotal {
  const T* image;
  const std::uint8_t* mask;
  T outside, *total;
  CEL_FN void operator()(std::int64_t i) const { total[i] = !mask || mask[i] ? image[i] : outside; }
};

template <class T, Totaling totaling>
struct AddToTotal {
  const T* image;
  const std::uint8_t* mask;
  T* total;
  CEL_FN T together(T a, T b) const {
    if constexpr (totaling == Totaling::kMaximum)
      return a > b || a != a ? a : b;
    else if constexpr (totaling == Totaling::kMinimum)
      return a < b || a != a ? a : b;
    else if constexpr (std::is_same_v<T, std::uint8_t>)
      return a | b;
    else
      return a + b;
  }
  CEL_FN void operator()(std::int64_t i) const {
    total[i] = !mask || mask[i] ? together(total[i], image[i]) : total[i];
  }
};

template <class T>
struct Mean {
  const T* sum;
  const std::int32_t* counts;
  float* mean;
  CEL_FN void operator()(std::int64_t i) const {
    mean[i] = counts[i] ? static_cast<float>(static_cast<double>(sum[i]) / counts[i]) : 0;
  }
};

template <class T>
struct AddSquares {
  const T* image;
  const std::uint8_t* mask;
  double* squares;
  CEL_FN void operator()(std::int64_t i) const {
    const double value = image[i];
    squares[i] += !mask || mask[i] ? value * value : 0;
  }
};

template <class T>
struct Variance {
  const double* squares;
  const T* sum;
  const std::int32_t* counts;
  float* variance;
  CEL_FN void operator()(std::int64_t i) const {
    const double n = counts[i];
    const T square = sum[i] * sum[i];
    variance[i] = n > 0 ? static_cast<float>(static_cast<float>(squares[i] / n) - square / (n * n)) : 0;
  }
};

template <class T>
struct AddTurned {
  const T* image;
  const std::uint8_t* mask;
  Complex turn, *waves, *weights;
  CEL_FN void operator()(std::int64_t i) const {
    if (mask && !mask[i]) return;
    using P = Precision<T>;
    const P value = static_cast<P>(image[i]);
    waves[i].re += static_cast<P>(turn.re) * value;
    waves[i].im += static_cast<P>(turn.im) * value;
    weights[i].re += turn.re;
    weights[i].im += turn.im;
  }
};

template <class T>
struct Power {
  const Complex *waves, *weights;
  const T* sum;
  const std::int32_t* counts;
  float* power;
  CEL_FN void operator()(std::int64_t i) const {
    power[i] = 0;
    if (counts[i] == 0) return;
    // NumPy divides a complex number by multiplying with the reciprocal.
    const double total = sum[i], reciprocal = 1.0 / counts[i];
    const double re = waves[i].re - total * weights[i].re * reciprocal;
    const double im = waves[i].im - total * weights[i].im * reciprocal;
    power[i] = static_cast<float>(re * re + im * im);
  }
};

template <class T>
struct WidenRange {
  using P = Precision<T>;
  const T* image;
  const std::uint8_t* mask;
  P first_mean, mean;
  T *lowest, *highest;
  CEL_FN void operator()(std::int64_t i) const {
    if (mask && !mask[i]) return;
    const P value = static_cast<P>(image[i]) * first_mean / mean;
    const bool is_higher = highest[i] < value;
    if (lowest[i] > value) lowest[i] = static_cast<T>(value);
    if (is_higher) lowest[i] = highest[i] = static_cast<T>(value);
  }
};

template <class T>
struct RangeOf {
  const T *lowest, *highest;
  const std::int32_t* counts;
  float* range;
  CEL_FN void operator()(std::int64_t i) const {
    range[i] = counts[i] ? static_cast<float>(highest[i] - lowest[i]) : 0;
  }
};

}  // namespace

void repeat_mask(Queue& queue, View2<const std::uint8_t> mask, int channels, View1<std::uint8_t> out) {
  for_each_index(queue, out.size, RepeatMask{mask.data, channels, out.data});
}

void count_samples(Queue& queue, View1<const std::uint8_t> mask, View1<std::int32_t> counts) {
  for_each_index(queue, counts.size, Count{mask.data, counts.data});
}

void counted_at_least(Queue& queue, View1<const std::int32_t> counts, int channels, int least,
                      View1<std::uint8_t> mask) {
  for_each_index(queue, mask.size, CountedAtLeast{counts.data, channels, least, mask.data});
}

template <class T>
void start_total(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, T outside,
                 View1<T> total) {
  for_each_index(queue, total.size, StartTotal<T>{image.data, mask.data, outside, total.data});
}

template <class T>
void add_to_total(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, Totaling totaling,
                  View1<T> total) {
  using enum Totaling;
  const auto add = [&](const auto& body) { for_each_index(queue, total.size, body); };
  if (totaling == kSum) add(AddToTotal<T, kSum>{image.data, mask.data, total.data});
  if (totaling == kMaximum) add(AddToTotal<T, kMaximum>{image.data, mask.data, total.data});
  if (totaling == kMinimum) add(AddToTotal<T, kMinimum>{image.data, mask.data, total.data});
}

template <class T>
void mean_of_total(Queue& queue, View1<const T> sum, View1<const std::int32_t> counts, View1<float> mean) {
  for_each_index(queue, mean.size, Mean<T>{sum.data, counts.data, mean.data});
}

template <class T>
void add_squares(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, View1<double> squares) {
  for_each_index(queue, squares.size, AddSquares<T>{image.data, mask.data, squares.data});
}

template <class T>
void variance_of_totals(Queue& queue, View1<const double> squares, View1<const T> sum,
                        View1<const std::int32_t> counts, View1<float> variance) {
  for_each_index(queue, variance.size, Variance<T>{squares.data, sum.data, counts.data, variance.data});
}

template <class T>
void add_turned(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, Complex turn,
                View1<Complex> waves, View1<Complex> weights) {
  for_each_index(queue, waves.size, AddTurned<T>{image.data, mask.data, turn, waves.data, weights.data});
}

template <class T>
void power_of_totals(Queue& queue, View1<const Complex> waves, View1<const Complex> weights,
                     View1<const T> sum, View1<const std::int32_t> counts, View1<float> power) {
  for_each_index(queue, power.size, Power<T>{waves.data, weights.data, sum.data, counts.data, power.data});
}

template <class T>
void widen_range(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, double first_mean,
                 double mean, View1<T> lowest, View1<T> highest) {
  using P = Precision<T>;
  for_each_index(queue, lowest.size,
                 WidenRange<T>{image.data, mask.data, static_cast<P>(first_mean), static_cast<P>(mean),
                               lowest.data, highest.data});
}

template <class T>
void range_of_totals(Queue& queue, View1<const T> lowest, View1<const T> highest,
                     View1<const std::int32_t> counts, View1<float> range) {
  for_each_index(queue, range.size, RangeOf<T>{lowest.data, highest.data, counts.data, range.data});
}

#define CEL_PROJECTION_OF(T)                                                                               \
  template void start_total(Queue&, View1<const T>, View1<const std::uint8_t>, T, View1<T>);               \
  template void add_to_total(Queue&, View1<const T>, View1<const std::uint8_t>, Totaling, View1<T>);       \
  template void mean_of_total(Queue&, View1<const T>, View1<const std::int32_t>, View1<float>);            \
  template void add_squares(Queue&, View1<const T>, View1<const std::uint8_t>, View1<double>);             \
  template void variance_of_totals(Queue&, View1<const double>, View1<const T>, View1<const std::int32_t>, \
                                   View1<float>);                                                          \
  template void add_turned(Queue&, View1<const T>, View1<const std::uint8_t>, Complex, View1<Complex>,     \
                           View1<Complex>);                                                                \
  template void power_of_totals(Queue&, View1<const Complex>, View1<const Complex>, View1<const T>,        \
                                View1<const std::int32_t>, View1<float>);                                  \
  template void widen_range(Queue&, View1<const T>, View1<const std::uint8_t>, double, double, View1<T>,   \
                            View1<T>);                                                                     \
  template void range_of_totals(Queue&, View1<const T>, View1<const T>, View1<const std::int32_t>,         \
                                View1<float>)

CEL_PROJECTION_OF(float);
CEL_PROJECTION_OF(double);
CEL_PROJECTION_OF(std::int32_t);
CEL_PROJECTION_OF(std::uint8_t);

}  // namespace cellerate::kernel
