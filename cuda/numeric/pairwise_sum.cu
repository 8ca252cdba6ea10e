/// One block of threads per 8192 elements; the few partial sums are added on the host in order.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/pairwise_sum.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Value {
  const T* values;
  CEL_FN T operator()(std::int64_t i) const { return values[i]; }
};

template <class T>
struct SquaredDeviation {
  const T* values;
  T mean;
  CEL_FN T operator()(std::int64_t i) const {
    const T d = values[i] - mean;
    return d * d;
  }
};

template <class T, class Load>
T sum_blocks(Queue& queue, std::int64_t n, const Load& load) {
  const std::int64_t blocks = (n + kSumBlock - 1) / kSumBlock;
  Buffer<T> partial(queue, blocks);
  using Body = SumBlock<T, Load>;
  for_each_group(queue, blocks, Body::kScratchBytes, Body{n, load, partial.data()});
  const HostRead<T> parts(queue, partial.data(), blocks);
  T sum = T(0);
  for (std::int64_t i = 0; i < blocks; ++i) sum += parts[i];
  return sum;
}

/// NumPy divides the sum by an integer scalar: in double, then rounded. For the deviations of the variance it
/// divides an array, in the array's own precision. The two differ above 2^24 elements.
template <class T>
T mean(Queue& queue, View1<const T> values) {
  return static_cast<T>(static_cast<double>(numpy_sum(queue, values)) / static_cast<double>(values.size));
}

template <class T>
T variance(Queue& queue, View1<const T> values) {
  const SquaredDeviation<T> deviation{values.data, numpy_sum(queue, values) / static_cast<T>(values.size)};
  return static_cast<T>(static_cast<double>(sum_blocks<T>(queue, values.size, deviation)) /
                        static_cast<double>(values.size));
}

}  // namespace

float numpy_sum(Queue& queue, View1<const float> values) {
  return sum_blocks<float>(queue, values.size, Value<float>{values.data});
}
double numpy_sum(Queue& queue, View1<const double> values) {
  return sum_blocks<double>(queue, values.size, Value<double>{values.data});
}
float numpy_mean(Queue& queue, View1<const float> values) { return mean(queue, values); }
double numpy_mean(Queue& queue, View1<const double> values) { return mean(queue, values); }
float numpy_variance(Queue& queue, View1<const float> values) { return variance(queue, values); }
double numpy_variance(Queue& queue, View1<const double> values) { return variance(queue, values); }

}  // namespace cellerate::kernel
