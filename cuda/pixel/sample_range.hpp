/// The range of an image's samples inside a mask.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

struct SampleRange {
  double low, high;     ///< of what is a number; high < low if nothing is
  bool has_nan;         ///< a sample is no number
  std::int64_t pixels;  ///< inside the mask
};

/// Samples of Bool, F32 or F64, interleaved. Synchronises.
/// @param channel  which channel counts; -1: all
/// @param mask     pixels that count; a null view: all
SampleRange sample_range(Queue& queue, SampleView interleaved, int channels, int channel,
                         View2<const std::uint8_t> mask);

}  // namespace cellerate::kernel
