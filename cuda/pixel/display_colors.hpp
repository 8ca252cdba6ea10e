/// Images as a viewer shows them: bytes, and colors of gray pixels and of objects.
/// Source: CellProfiler 4.2.8, displaydataonimage.py.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// 0 ... 1 to 0 ... 255, cut off below, above, and after the point, in the precision of the samples.
void display_bytes(Queue& queue, View1<const float> samples, View1<std::uint8_t> out);
void display_bytes(Queue& queue, View1<const double> samples, View1<std::uint8_t> out);

/// Gray pixels in the color of their labels: the product of both as bytes.
/// @param colors  red, green and blue of each label, 0 included
/// @param out     interleaved
void tint_labels(Queue& queue, View1<const double> gray, View1<const std::int32_t> labels,
                 View1<const double> colors, View1<std::uint8_t> out);

/// The color of each byte. @param colors  red, green and blue of 0 ... 255; @param out  interleaved
void color_bytes(Queue& queue, View1<const std::uint8_t> bytes, View1<const std::uint8_t> colors,
                 View1<std::uint8_t> out);

}  // namespace cellerate::kernel
