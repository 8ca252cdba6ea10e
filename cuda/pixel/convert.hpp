/// From the samples of an image file to the pixels that modules compute with (CellProfiler's Image.set_image,
/// python-bioformats' rescaling, scikit-image's rgb2gray and gray2rgb). All arithmetic is single
/// precision.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Type of the samples of a file. Bool is a byte of 0 or 1.
enum class Sample { Bool, U8, I8, U16, I16, U32, I32, U64, I64, F32, F64 };

/// Bytes of one sample.
int sample_size(Sample type);

/// Samples in device memory, as the file has them.
struct SampleView {
  Sample type = Sample::U8;
  const void* data = nullptr;
  std::int64_t size = 0;
};

/// out = float(sample) / divisor.
void divide_samples(Queue& queue, SampleView samples, float divisor, View1<float> out);

/// Each type's own range to 0 ... 1: unsigned integers are divided by their maximum, the range of signed ones
/// is shifted first and the result clipped; floats stay as they are.
void full_range(Queue& queue, SampleView samples, View1<float> out);

/// Interleaved samples with another number of channels: the first ones are kept, missing ones are zero; a
/// single channel is repeated.
void change_channels(Queue& queue, View1<const float> pixels, int channels, int new_channels,
                     View1<float> out);

/// Luminance of the first three of the interleaved channels: (0.2125 R + 0.7154 G) + 0.0721 B.
void rgb_to_gray(Queue& queue, View1<const float> pixels, int channels, View1<float> out);

/// Samples as doubles.
void widen(Queue& queue, SampleView samples, View1<double> out);

/// out = 1 where the pixel is not 0.
void nonzero(Queue& queue, View1<const float> pixels, View1<std::uint8_t> out);
void nonzero(Queue& queue, View1<const double> pixels, View1<std::uint8_t> out);

}  // namespace cellerate::kernel
