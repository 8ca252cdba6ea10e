/// Interleaved channels to one plane. Source: numpy.sum over the last axis, 1.23.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// out = the mean of the channels of each pixel, in the precision of the samples.
void channel_means(Queue& queue, View1<const float> interleaved, int channels, View1<float> out);
void channel_means(Queue& queue, View1<const double> interleaved, int channels, View1<double> out);

}  // namespace cellerate::kernel
