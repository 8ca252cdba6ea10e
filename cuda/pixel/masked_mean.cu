// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/masked_mean.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
T mean(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask) {
  if (!mask) return numpy_mean(queue, View1<const T>{image.data, image.size()});
  const Buffer<T> inside = compact(queue, image, mask);
  return numpy_mean(queue, inside.view());
}

template <class T>
struct Subtract {
  const std::uint8_t* mask;
  T value;
  T* plane;
  CEL_FN void operator()(std::int64_t i) const {
    if (!mask || mask[i]) plane[i] -= value;
  }
};

template <class T>
struct Fill {
  T value;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = value; }
};

}  // namespace

float masked_mean(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask) {
  return mean(queue, image, mask);
}
double masked_mean(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask) {
  return mean(queue, image, mask);
}

void subtract_inside(Queue& queue, View2<const std::uint8_t> mask, float value, View2<float> plane) {
  for_each_index(queue, plane.size(), Subtract<float>{mask.data, value, plane.data});
}
void subtract_inside(Queue& queue, View2<const std::uint8_t> mask, double value, View2<double> plane) {
  for_each_index(queue, plane.size(), Subtract<double>{mask.data, value, plane.data});
}

void fill(Queue& queue, float value, View1<float> out) {
  for_each_index(queue, out.size, Fill<float>{value, out.data});
}
void fill(Queue& queue, std::uint8_t value, View1<std::uint8_t> out) {
  for_each_index(queue, out.size, Fill<std::uint8_t>{value, out.data});
}

}  // namespace cellerate::kernel
