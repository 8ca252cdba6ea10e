/// Channels whose pixels are whole numbers of a list of values, so that what depends on a pixel's value alone
/// is done once a value: matching of histograms, medians. And the way there and back.
///
/// Source: compensatecolors.py of CellProfiler-plugins; scikit-image 0.18 exposure.rescale_intensity;
/// NumPy 1.23 round, dot.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// out = image / divisor, in the precision of the image.
void divide(Queue& queue, View1<const float> image, double divisor, View1<float> out);
void divide(Queue& queue, View1<const double> image, double divisor, View1<double> out);

/// What rescale_intensity is given.
struct IntensityRanges {
  double low, high, to_low, to_high;
};

/// low ... high spread over to_low ... to_high, in the precision of the image; values outside are clipped
/// first. Where low is high, all is clipped to to_low ... to_high.
void rescale(Queue& queue, View1<const float> image, IntensityRanges ranges, View1<double> out);
void rescale(Queue& queue, View1<const double> image, IntensityRanges ranges, View1<double> out);

/// The image where a label is not 0, else 0.
void keep_labeled(Queue& queue, View1<const float> image, View1<const std::int32_t> labels,
                  View1<double> out);
void keep_labeled(Queue& queue, View1<const double> image, View1<const std::int32_t> labels,
                  View1<double> out);

/// levels = 65535 * image, rounded half to even, in the precision of the image. Of |image| below 2^15.
void to_levels(Queue& queue, View1<const float> image, View1<std::int32_t> levels);
void to_levels(Queue& queue, View1<const double> image, View1<std::int32_t> levels);

/// levels -= lowest.
void shift_levels(Queue& queue, std::int32_t lowest, View1<std::int32_t> levels);

/// levels = outside where there is no label. The levels of several images may lie one behind the other: the
/// labels are those of each of them.
void mask_levels(Queue& queue, View1<const std::int32_t> labels, std::int32_t outside,
                 View1<std::int32_t> levels);

/// How many pixels have each of the levels 0 ... counts.size - 1.
void count_levels(Queue& queue, View1<const std::int32_t> levels, View1<std::int32_t> counts);

/// A channel: the level of each pixel, and the value of each level.
struct LevelChannel {
  const std::int32_t* levels;
  const double* values;
  std::int32_t count;  ///< of the levels
};

/// For each channel i, of the pixels at which it has the greatest value (the first of equals): how many have
/// each of the levels of channel k. counts holds for each i the levels of all channels in order.
void count_where_greatest(Queue& queue, std::int64_t pixels, const std::vector<LevelChannel>& channels,
                          View1<std::int32_t> counts);

/// The sum over channels of weight times value, cut off to a whole number, over 65535, and to 0 ... 1; 0
/// where it is no number. Products are added as a BLAS with fused multiplication and addition does, one after
/// the other.
/// @param is_single  the weights, values and sums are single precision
/// @param begin      the first of the pixels
void unmix_levels(Queue& queue, const std::vector<LevelChannel>& channels, const std::vector<double>& weights,
                  bool is_single, std::int64_t begin, View1<double> out);

}  // namespace cellerate::kernel
