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

/// Dense ranks of the image's values among all object pixels that both masks allow, for the rank weighted
/// coefficient: one for each of regions.pixels. @returns how many distinct values there are. Synchronises.
std::int32_t rank_object_pixels(Queue& queue, const RegionsView& regions, View2<const float> image,
                                View2<const std::uint8_t> mask, View2<const std::uint8_t> other_mask,
                                View1<std::int32_t> ranks);

/// A channel and the ranks of its values.
struct RankedImage {
  MaskedImage image;
  View1<const std::int32_t> ranks;
  std::int32_t distinct;
};

/// Measures a pair of channels in every object, in two launches.
/// @param percent  threshold of the overlap measures in percent of the object's maximum.
/// @param costes  thresholds of the whole plane; without them the two Costes features are 0.
/// @param features  kColocalizationFeatures x regions.count.
void object_colocalization(Queue& queue, const RegionsView& regions, const RankedImage& first,
                           const RankedImage& second, double percent,
                           const std::optional<CostesThresholds>& costes, View1<double> features);

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
