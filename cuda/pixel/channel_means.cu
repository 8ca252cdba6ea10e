/// A map over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/channel_means.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Mean {
  const double* from;
  int channels;
  double* to;
  CEL_FN void operator()(std::int64_t i) const {
    double sum = 0;
    for (int c = 0; c < channels; ++c) sum += from[i * channels + c];
    to[i] = sum / channels;
  }
};

}  // namespace

void channel_means(Queue& queue, View1<const double> interleaved, int channels, View1<double> out) {
  CEL_REQUIRE(interleaved.size == out.size * channels, "channel means: the output must have the pixels");
  for_each_index(queue, out.size, Mean{interleaved.data, channels, out.data});
}

}  // namespace cellerate::kernel
