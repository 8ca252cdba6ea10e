/// A single gray plane of what an image holds: binary, double precision, or color with equal channels.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// 0 and 1 as 0.0 and 1.0.
void binary_to_gray(Queue& queue, View1<const std::uint8_t> binary, View1<float> gray);

/// Doubles rounded to the nearest float.
void narrow(Queue& queue, View1<const double> values, View1<float> gray);

/// Whether the first three of `channels` interleaved channels are the same in every pixel. Synchronises.
bool channels_are_equal(Queue& queue, const float* interleaved, Shape2 shape, int channels);

/// One channel of an interleaved image.
void take_channel(Queue& queue, const float* interleaved, int channels, int channel, View2<float> plane);
void take_channel(Queue& queue, const double* interleaved, int channels, int channel, View2<double> plane);

}  // namespace cellerate::kernel
