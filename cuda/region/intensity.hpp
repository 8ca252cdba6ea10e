/// Intensity of objects: sums, moments of the distribution, quantiles, edge values, places (CellProfiler's
/// MeasureObjectIntensity).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/numeric/ties.hpp"

namespace cellerate::kernel {

/// A grey image with the mask of the pixels that count; without a mask all do.
template <class T>
struct MaskedPlane {
  View2<const T> pixels;
  View2<const std::uint8_t> mask;
};
using MaskedImage = MaskedPlane<float>;

/// The features, in the order of object_intensity's rows.
enum class Intensity {
  Integrated,
  Mean,
  Std,
  Min,
  Max,
  IntegratedEdge,
  MeanEdge,
  StdEdge,
  MinEdge,
  MaxEdge,
  MassDisplacement,
  LowerQuartile,
  Median,
  Mad,
  UpperQuartile,
  CenterMassX,
  CenterMassY,
  CenterMassZ,
  MaxX,
  MaxY,
  kCount
};
constexpr int kIntensityFeatures = static_cast<int>(Intensity::kCount);

/// Marks the pixels of each object that have a 4-neighbour inside the plane with another label
/// (scikit-image's find_boundaries, mode inner). One flag for each entry of regions.pixels.
void object_edges(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                  View1<std::uint8_t> edges);
/// The same where the plane ends at its upper left part `seen`; beyond it the flags mean nothing.
void object_edges(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels, Shape2 seen,
                  View1<std::uint8_t> edges);

/// Measures every object in every image, all in the same launches.
/// Sums run in raster order in double precision; quantiles interpolate at n * q, not (n - 1) * q. Of tied
/// maxima the one that NumPy's introsort of all object pixels puts last is the place (replayed on the host,
/// only if an object has a tie), or the first. An object whose pixels are all masked has NaN where
/// CellProfiler has; a label that does not occur has zeros.
/// @param edges  from object_edges.
/// @param features  images x kIntensityFeatures x regions.count.
void object_intensity(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                      View1<const std::uint8_t> edges, const std::vector<MaskedImage>& images,
                      View1<double> features, Ties ties = Ties::Exact);
void object_intensity(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                      View1<const std::uint8_t> edges, const std::vector<MaskedPlane<double>>& images,
                      View1<double> features, Ties ties = Ties::Exact);

}  // namespace cellerate::kernel
