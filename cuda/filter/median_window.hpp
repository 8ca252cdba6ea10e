/// The median of the samples in a square window of an image; zeros outside take part.
///
/// Source: scipy.ndimage.median_filter 1.9 with a size and mode 'constant': of an even number of samples the
/// upper one of the two in the middle; the window of an even size reaches one further to the left and up; of
/// a color image it is a cube, which goes over the channels, too. The median's bits are found one by one.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// @param image     interleaved; @param size  of the window's sides, at least 1
void median_window(Queue& queue, View1<const float> image, Shape2 shape, int channels, int size,
                   View1<float> out);
void median_window(Queue& queue, View1<const double> image, Shape2 shape, int channels, int size,
                   View1<double> out);
/// Binary images.
void median_window(Queue& queue, View1<const std::uint8_t> image, Shape2 shape, int channels, int size,
                   View1<std::uint8_t> out);

}  // namespace cellerate::kernel
