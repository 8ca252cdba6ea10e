/// Discrete Fourier transform of a real plane at its lowest frequencies.
/// Source: Stockham's self-sorting transform for mixed radices (Cochran et al. 1967), Bluestein's chirp
/// (1970) for lengths with other prime factors than 2, 3 and 5.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Magnitudes of F(u, v) = sum of image(y, x) exp(-2 pi i (u y / height + v x / width)): up(u, v) of F(u, v)
/// and down(u, v) of F(-u, v), for 0 <= u, v < the side of `up` and `down`, which is at most half of either
/// side of the image. In double precision, rounded at the end. The time goes with the sum of the prime
/// factors of the sides. Enqueues and returns.
void low_frequencies(Queue& queue, View2<const float> image, View2<float> up, View2<float> down);

}  // namespace cellerate::kernel
