/// A map over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/channel_means.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

/// NumPy begins with the first channel and adds the sum of the others.
template <class T>
struct Mean {
  const T* from;
  int channels;
  T* to;
  CEL_FN void operator()(std::int64_t i) const {
    const T* const channel = from + i * channels;
    const T others = pairwise_sum<T>([=](std::int64_t c) { return channel[c]; }, 1, channels - 1);
    to[i] = (channel[0] + others) / static_cast<T>(channels);
  }
};

template <class T>
void means(Queue& queue, View1<const T> interleaved, int channels, View1<T> out) {
  CEL_REQUIRE(interleaved.size == out.size * channels, "channel means: the output must have the pixels");
  for_each_index(queue, out.size, Mean<T>{interleaved.data, channels, out.data});
}

}  // namespace

void channel_means(Queue& queue, View1<const float> interleaved, int channels, View1<float> out) {
  means(queue, interleaved, channels, out);
}

void channel_means(Queue& queue, View1<const double> interleaved, int channels, View1<double> out) {
  means(queue, interleaved, channels, out);
}

}  // namespace cellerate::kernel
