/// Images of one field put together pixel by pixel as they come one after the other, each with a mask.
///
/// Source: CellProfiler 4.2.8, MakeProjection's ImageProvider and CorrectIlluminationCalculate's
/// CorrectIlluminationImageProvider, with NumPy 1.23's types and roundings: totals keep the type of the
/// images (std::uint8_t stands for binary ones, whose sum is true where one of them is). Instances for float,
/// double, std::int32_t and std::uint8_t. All arrays hold samples; the masks (a null view: everywhere) have
/// one value for each of them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// A mask with one value a pixel, each repeated for all channels.
void repeat_mask(Queue& queue, View2<const std::uint8_t> mask, int channels, View1<std::uint8_t> out);

/// counts += 1 where the mask is 1.
void count_samples(Queue& queue, View1<const std::uint8_t> mask, View1<std::int32_t> counts);

/// mask = 1 for the pixels whose first sample was counted that often.
void counted_at_least(Queue& queue, View1<const std::int32_t> counts, int channels, int least,
                      View1<std::uint8_t> mask);

enum class Totaling { kSum, kMaximum, kMinimum };

/// total = the first image, `outside` where it is masked.
template <class T>
void start_total(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, T outside,
                 View1<T> total);

/// Takes a further image into the total inside its mask. The extremum with NaN is NaN.
template <class T>
void add_to_total(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, Totaling totaling,
                  View1<T> total);

/// sum / count, 0 where nothing was counted.
template <class T>
void mean_of_total(Queue& queue, View1<const T> sum, View1<const std::int32_t> counts, View1<float> mean);

/// squares += image * image inside the mask, in double precision.
template <class T>
void add_squares(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, View1<double> squares);

/// Mean of the squares less the square of the mean, 0 where nothing was counted.
template <class T>
void variance_of_totals(Queue& queue, View1<const double> squares, View1<const T> sum,
                        View1<const std::int32_t> counts, View1<float> variance);

struct Complex {
  double re, im;
};

/// Waves += turn * image, weights += turn inside the mask. The products have the precision of the images, but
/// double precision for binary and whole ones.
template <class T>
void add_turned(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, Complex turn,
                View1<Complex> waves, View1<Complex> weights);

/// Squared absolute value of the wave without the part that the mean has in it, 0 where nothing was counted.
template <class T>
void power_of_totals(Queue& queue, View1<const Complex> waves, View1<const Complex> weights,
                     View1<const T> sum, View1<const std::int32_t> counts, View1<float> power);

/// CellProfiler's brightfield: the lowest value since the highest one. The image counts times first_mean /
/// mean; whole numbers cut off what comes of it.
template <class T>
void widen_range(Queue& queue, View1<const T> image, View1<const std::uint8_t> mask, double first_mean,
                 double mean, View1<T> lowest, View1<T> highest);

/// highest - lowest, 0 where nothing was counted.
template <class T>
void range_of_totals(Queue& queue, View1<const T> lowest, View1<const T> highest,
                     View1<const std::int32_t> counts, View1<float> range);

}  // namespace cellerate::kernel
