/// Pictures of label images.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Interleaved out = the color of each pixel's label, 0 included. A label beyond the table is black.
/// @param colors  three values a label
/// @param out  three values a pixel
void paint_labels(Queue& queue, View2<const std::int32_t> labels, View1<const float> colors,
                  View1<float> out);

/// out = the value of each pixel's label, 0 included; 0 for a label beyond the table.
void paint_labels_gray(Queue& queue, View2<const std::int32_t> labels, View1<const float> values,
                       View2<float> out);

}  // namespace cellerate::kernel
