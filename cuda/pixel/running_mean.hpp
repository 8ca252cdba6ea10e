/// The mean of images that come one by one, each with a mask.
/// Source: CellProfiler 4.2.8, CorrectIlluminationImageProvider: sums in the precision of the images.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// sum += image where the mask (a null view: everywhere) is 1.
void add_to_sum(Queue& queue, View1<const float> image, View2<const std::uint8_t> mask, View1<float> sum);
void add_to_sum(Queue& queue, View1<const double> image, View2<const std::uint8_t> mask, View1<double> sum);

/// counts += 1 where the mask (a null view: everywhere) is 1.
void count_pixels(Queue& queue, View2<const std::uint8_t> mask, View1<std::int32_t> counts);

/// sum / count, 0 where nothing was counted.
void mean_of_sum(Queue& queue, View1<const float> sum, View1<const std::int32_t> counts, View1<float> mean);
void mean_of_sum(Queue& queue, View1<const double> sum, View1<const std::int32_t> counts, View1<float> mean);

/// 1 where something was counted.
void counted(Queue& queue, View1<const std::int32_t> counts, View1<std::uint8_t> mask);

}  // namespace cellerate::kernel
