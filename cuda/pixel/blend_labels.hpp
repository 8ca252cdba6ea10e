/// Colors of labels over a gray image.
///
/// Source: skimage.color.label2rgb 0.18.3 with a background color.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Interleaved out = opacity times the color of each pixel's label, 0 included, and the rest of the image. A
/// single precision image is weakened in single precision.
/// @param colors  three values a label
void blend_labels(Queue& queue, View2<const float> image, View2<const std::int32_t> labels,
                  View1<const double> colors, double opacity, View1<double> out);
void blend_labels(Queue& queue, View2<const double> image, View2<const std::int32_t> labels,
                  View1<const double> colors, double opacity, View1<double> out);

}  // namespace cellerate::kernel
