/// Images taken for label images.
///
/// Source: skimage.img_as_bool, img_as_uint 0.18.3, as ConvertImageToObjects uses them; the markers of
/// skimage.segmentation.watershed.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// 1 above one half, else 0; of whole numbers above half of their greatest value.
void binary_labels(Queue& queue, View2<const float> image, View2<std::int32_t> labels);
void binary_labels(Queue& queue, View2<const double> image, View2<std::int32_t> labels);
void binary_labels(Queue& queue, View2<const std::int32_t> image, View2<std::int32_t> labels);
void binary_labels(Queue& queue, View2<const std::uint8_t> binary, View2<std::int32_t> labels);

/// 0 ... 1 spread over 0 ... 65535, rounded half to even; negative values are 0. Of whole numbers the upper
/// 16 of 31 bits.
void sixteen_bit_labels(Queue& queue, View2<const float> image, View2<std::int32_t> labels);
void sixteen_bit_labels(Queue& queue, View2<const double> image, View2<std::int32_t> labels);
void sixteen_bit_labels(Queue& queue, View2<const std::int32_t> image, View2<std::int32_t> labels);
void sixteen_bit_labels(Queue& queue, View2<const std::uint8_t> binary, View2<std::int32_t> labels);

/// Values cut off to integers, as NumPy casts them on x86: what is no number or does not fit becomes one and
/// the same value, here one above the lowest integer.
void truncated_labels(Queue& queue, View2<const float> image, View2<std::int32_t> labels);
void truncated_labels(Queue& queue, View2<const double> image, View2<std::int32_t> labels);

}  // namespace cellerate::kernel
