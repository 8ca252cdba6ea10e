/// Pixels as the samples of a file: scikit-image's img_as_ubyte, img_as_uint and img_as_float32 (version
/// 0.18, skimage/util/dtype.py).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// 0 ... 1 to the full range of the type, rounded half to even in the arithmetic of the pixels; negative
/// values and NaN become 0. Synchronises.
/// @return false if a value lies outside -1 ... 1 and none is NaN: scikit-image compares NumPy's minimum and
/// maximum, and no comparison holds for NaN
bool quantize(Queue& queue, View1<const float> pixels, View1<std::uint8_t> out);
bool quantize(Queue& queue, View1<const float> pixels, View1<std::uint16_t> out);
bool quantize(Queue& queue, View1<const double> pixels, View1<std::uint8_t> out);
bool quantize(Queue& queue, View1<const double> pixels, View1<std::uint16_t> out);

/// 0 and the type's maximum.
void quantize_binary(Queue& queue, View1<const std::uint8_t> binary, View1<std::uint8_t> out);
void quantize_binary(Queue& queue, View1<const std::uint8_t> binary, View1<std::uint16_t> out);

/// Labels keep their values where all of them fit into the type; otherwise each loses its lowest bits, so
/// that the range of int32 becomes that of the type. Synchronises.
void quantize_labels(Queue& queue, View1<const std::int32_t> labels, View1<std::uint8_t> out);
void quantize_labels(Queue& queue, View1<const std::int32_t> labels, View1<std::uint16_t> out);

/// (label + 0.5) * 2 / (2^32 - 1): the range of int32 to -1 ... 1.
void labels_to_float(Queue& queue, View1<const std::int32_t> labels, View1<float> out);

}  // namespace cellerate::kernel
