/// How the intensity of objects is spread over rings around their centres, and over the wedges of each ring
/// (CellProfiler's MeasureObjectIntensityDistribution).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/region/radial_map.hpp"

namespace cellerate::kernel {

/// The pixels of a set's objects by ring. One ring more than asked for holds what lies beyond.
struct RadialRings {
  int count = 0, rings = 0;
  Buffer<std::int32_t> starts;  ///< count x rings + 1
  Buffer<std::int32_t> pixels;  ///< linear indices, in raster order in each ring
  Buffer<std::uint8_t> wedges;
};

RadialRings radial_rings(Queue& queue, const RegionsView& regions, const RadialMap& map, int bins);

/// The features, in the order of radial_features' rows.
enum class Radial {
  FracAtD,   ///< share of the object's intensity
  MeanFrac,  ///< that share over the share of pixels
  RadialCV,  ///< coefficient of variation of the means of the wedges
  kCount
};
constexpr int kRadialFeatures = static_cast<int>(Radial::kCount);

/// Measures all images in one launch, with sums in raster order in the images' precision.
/// @param features  images x kRadialFeatures x rings x count
void radial_features(Queue& queue, const RadialRings& rings, const std::vector<View2<const float>>& images,
                     View1<double> features);
void radial_features(Queue& queue, const RadialRings& rings, const std::vector<View2<const double>>& images,
                     View1<double> features);

/// Gives the pixels of each ring a color (rings x count, three values each) in an interleaved plane.
void paint_rings(Queue& queue, const RadialRings& rings, View1<const float> colors, View1<float> plane);
/// The same with a value each, in a gray plane.
void paint_rings_gray(Queue& queue, const RadialRings& rings, View1<const float> values, View2<float> plane);

}  // namespace cellerate::kernel
