/// How much of a dye each pixel of a color image has.
///
/// Source: Ruifrok and Johnston 2001, Quantification of histochemical staining by color deconvolution;
/// CellProfiler 4.2.8 UnmixColors.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// out = 1 - (exp(sum over channels of weight times log(value + e)) - e), cut off to 0 ... 1, where e is half
/// a step of 8 bits. Logarithms are of the precision of the image, with NumPy's bits in single precision.
/// @param channels  of the interleaved image; the first three count
void unmix(Queue& queue, View1<const float> image, int channels, std::array<double, 3> weights,
           View1<float> out);
void unmix(Queue& queue, View1<const double> image, int channels, std::array<double, 3> weights,
           View1<float> out);

}  // namespace cellerate::kernel
