// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/running_mean.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Add {
  const T* image;
  const std::uint8_t* mask;
  T* sum;
  CEL_FN void operator()(std::int64_t i) const {
    if (!mask || mask[i]) sum[i] += image[i];
  }
};

struct Count {
  const std::uint8_t* mask;
  std::int32_t* counts;
  CEL_FN void operator()(std::int64_t i) const { counts[i] += !mask || mask[i]; }
};

template <class T>
struct Mean {
  const T* sum;
  const std::int32_t* counts;
  float* mean;
  CEL_FN void operator()(std::int64_t i) const {
    // NumPy divides a float by an integer in double precision, and rounds to the type of the sum first.
    mean[i] = counts[i] ? static_cast<float>(static_cast<T>(static_cast<double>(sum[i]) / counts[i])) : 0;
  }
};

struct IsCounted {
  const std::int32_t* counts;
  std::uint8_t* mask;
  CEL_FN void operator()(std::int64_t i) const { mask[i] = counts[i] > 0; }
};

}  // namespace

void add_to_sum(Queue& queue, View1<const float> image, View2<const std::uint8_t> mask, View1<float> sum) {
  for_each_index(queue, sum.size, Add<float>{image.data, mask.data, sum.data});
}
void add_to_sum(Queue& queue, View1<const double> image, View2<const std::uint8_t> mask, View1<double> sum) {
  for_each_index(queue, sum.size, Add<double>{image.data, mask.data, sum.data});
}

void count_pixels(Queue& queue, View2<const std::uint8_t> mask, View1<std::int32_t> counts) {
  for_each_index(queue, counts.size, Count{mask.data, counts.data});
}

void mean_of_sum(Queue& queue, View1<const float> sum, View1<const std::int32_t> counts, View1<float> mean) {
  for_each_index(queue, mean.size, Mean<float>{sum.data, counts.data, mean.data});
}
void mean_of_sum(Queue& queue, View1<const double> sum, View1<const std::int32_t> counts, View1<float> mean) {
  for_each_index(queue, mean.size, Mean<double>{sum.data, counts.data, mean.data});
}

void counted(Queue& queue, View1<const std::int32_t> counts, View1<std::uint8_t> mask) {
  for_each_index(queue, mask.size, IsCounted{counts.data, mask.data});
}

}  // namespace cellerate::kernel
