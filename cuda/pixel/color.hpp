/// Colors to gray and back: channels of interleaved images, weighted sums of them, hue and saturation, and
/// gray images blended into a color one.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

/// A channel and how much of it there is.
struct ChannelWeight {
  int channel = 0;
  double weight = 1;
};

/// The sum of channel times weight, in double precision and in the order given, as a float. Samples are F32
/// or F64.
void weighted_sum(Queue& queue, SampleView interleaved, int channels, const std::vector<ChannelWeight>& terms,
                  View1<float> gray);

/// Hue, saturation and value of interleaved red, green and blue in 0 ... 1, interleaved (Matplotlib's
/// rgb_to_hsv, in single precision).
void rgb_to_hsv(Queue& queue, View1<const float> rgb, View1<float> hsv);

/// A plane of Bool, F32 or F64 samples as one channel of an interleaved image.
void put_channel(Queue& queue, SampleView plane, int channels, int channel, float* interleaved);
void put_channel(Queue& queue, SampleView plane, int channels, int channel, double* interleaved);

/// The greatest sample of a plane of Bool, F32 or F64; NaN if there is one, as numpy.max has it.
/// Synchronises.
double greatest(Queue& queue, SampleView plane);

/// A gray plane of Bool, F32 or F64 samples that is painted in a color.
struct BlendLayer {
  SampleView plane;
  double divisor = 1;      ///< samples are divided by it first, in their own precision
  double color[3] = {};    ///< red, green and blue of a sample of 1
  bool is_single = false;  ///< product and sum are rounded to single precision
};

/// The layers painted one over the other: their sum, as interleaved red, green and blue.
/// @param clip what is above 1 becomes 1
void blend(Queue& queue, const std::vector<BlendLayer>& layers, bool clip, View1<float> rgb);

}  // namespace cellerate::kernel
