/// Correlation and overlap of two channels, in objects and over whole planes (CellProfiler's
/// MeasureColocalization).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>

#include "cuda/region/costes.hpp"
#include "cuda/region/intensity.hpp"

namespace cellerate::kernel {

/// The features of a pair of channels; 12 is the first against the second, 21 the second against the first.
enum class Colocalization {
  Correlation,
  Overlap,
  K12,
  K21,
  Manders12,
  Manders21,
  Rwc12,
  Rwc21,
  Costes12,
  Costes21,
  kCount
};
constexpr int kColocalizationFeatures = static_cast<int>(Colocalization::kCount);

/// What a channel has by itself in one object.
struct ChannelSums {
  std::int32_t pixels;     ///< that both masks allow
  float threshold;         ///< of the overlap measures
  double mean, deviation;  ///< deviation: sum of squares about the mean
  double above;            ///< sum of the values from the threshold on
};

/// A channel in the pixels of an object set, in the order of regions.pixels.
struct ObjectChannel {
  Buffer<float> values;        ///< NaN where a mask hides the pixel
  Buffer<std::int32_t> ranks;  ///< dense ranks, or zeros; -1 where a mask hides the pixel
  std::int32_t distinct;       ///< how many distinct values there are
  Buffer<ChannelSums> sums;    ///< regions.count
};

/// Prepares a channel for measuring it against others whose mask is other_mask. Synchronises.
/// @param percent  threshold of the overlap measures in percent of the object's maximum.
/// @param ranked  whether the rank weighted coefficients are wanted: they are meaningless without.
ObjectChannel object_channel(Queue& queue, const RegionsView& regions, const MaskedImage& image,
                             View2<const std::uint8_t> other_mask, double percent, bool ranked);

/// Measures a pair of channels in every object, in two launches.
/// @param costes  thresholds of the whole plane; without them the two Costes features are 0.
/// @param features  kColocalizationFeatures x regions.count.
void object_colocalization(Queue& queue, const RegionsView& regions, const ObjectChannel& first,
                           const ObjectChannel& second, const std::optional<CostesThresholds>& costes,
                           View1<double> features);

/// Features of the whole plane, and the slope of the second channel on the first.
struct PlaneColocalization {
  double features[kColocalizationFeatures];
  double slope;
  bool any_pixels;
};
/// Whether any pixel is allowed by both masks and a number in both channels. Synchronises.
bool share_pixels(Queue& queue, const MaskedImage& first, const MaskedImage& second);

/// Costes' thresholds of those pixels, of which there must be some. Synchronises.
CostesThresholds plane_costes(Queue& queue, const MaskedImage& first, const MaskedImage& second, double scale,
                              CostesMode mode);

/// Measures those pixels; NaN everywhere where there are none.
/// Synchronises.
/// @param with_costes  its mode; without one the Costes features are 0.
/// @param thresholds  receives Costes' thresholds, may be null.
PlaneColocalization plane_colocalization(Queue& queue, const MaskedImage& first, const MaskedImage& second,
                                         double percent, double scale, std::optional<CostesMode> with_costes,
                                         CostesThresholds* thresholds);

}  // namespace cellerate::kernel
