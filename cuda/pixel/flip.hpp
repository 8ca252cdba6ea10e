/// Images mirrored, and the part of a turned image that has no empty corners.
///
/// Source: CellProfiler 4.2.8, FlipAndRotate.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

struct Flip {
  bool left_right = false, top_bottom = false;
};

/// A copy of an interleaved image of Bool, F32, I32 or F64 samples, mirrored.
void flip(Queue& queue, SampleView image, Shape2 shape, int channels, Flip flip, void* out);

/// The box around the centre with the largest area whose corners `inside` holds, a turned rectangle that
/// is 1. Synchronises.
Box largest_centered_box(Queue& queue, View2<const std::uint8_t> inside);

}  // namespace cellerate::kernel
