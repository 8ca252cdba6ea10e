// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/gray.hpp"

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T, class Out>
struct Convert {
  const T* from;
  Out* to;
  CEL_FN void operator()(std::int64_t i) const { to[i] = static_cast<Out>(from[i]); }
};

struct FindUnequal {
  const float* from;
  int channels;
  std::int32_t* unequal;
  CEL_FN void operator()(std::int64_t i) const {
    const float* pixel = from + i * channels;
    if (pixel[0] != pixel[1] || pixel[0] != pixel[2]) atomic_max(unequal, 1);
  }
};

template <class T>
struct TakeChannel {
  const T* from;
  int channels, channel;
  T* to;
  CEL_FN void operator()(std::int64_t i) const { to[i] = from[i * channels + channel]; }
};

}  // namespace

void binary_to_gray(Queue& queue, View1<const std::uint8_t> binary, View1<float> gray) {
  for_each_index(queue, binary.size, Convert<std::uint8_t, float>{binary.data, gray.data});
}

void narrow(Queue& queue, View1<const double> values, View1<float> gray) {
  for_each_index(queue, values.size, Convert<double, float>{values.data, gray.data});
}

bool channels_are_equal(Queue& queue, const float* interleaved, Shape2 shape, int channels) {
  CEL_REQUIRE(channels >= 3, "three channels are needed to compare them");
  Buffer<std::int32_t> unequal = zeros<std::int32_t>(queue, 1);
  for_each_index(queue, shape.size(), FindUnequal{interleaved, channels, unequal.data()});
  return HostRead<std::int32_t>(queue, unequal.data(), 1)[0] == 0;
}

void take_channel(Queue& queue, const float* interleaved, int channels, int channel, View2<float> plane) {
  CEL_REQUIRE(channel >= 0 && channel < channels, "there is no such channel");
  for_each_index(queue, plane.size(), TakeChannel<float>{interleaved, channels, channel, plane.data});
}

void take_channel(Queue& queue, const double* interleaved, int channels, int channel, View2<double> plane) {
  CEL_REQUIRE(channel >= 0 && channel < channels, "there is no such channel");
  for_each_index(queue, plane.size(), TakeChannel<double>{interleaved, channels, channel, plane.data});
}

}  // namespace cellerate::kernel
