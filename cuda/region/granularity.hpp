/// Means of the openings of a plane over the plane and over objects of a finer one (CellProfiler's
/// MeasureGranularity).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/filter/linear_resample.hpp"
#include "cuda/morphology/diamond_openings.hpp"

namespace cellerate::kernel {

/// What each pixel of a coarse plane weighs in each object of a fine one, when the coarse plane is stretched
/// over the fine one linearly and averaged over the object's visible pixels. Made once for all planes that
/// are averaged: the stretched planes themselves are never needed.
struct StretchedObjects {
  int count = 0;
  Buffer<Box> boxes;            ///< of the coarse pixels that an object touches
  Buffer<std::int64_t> starts;  ///< count + 1; where the weights of a box begin, row after row
  Buffer<double> weights;
  Buffer<std::int64_t> pixels;  ///< visible ones of each object
};

/// @param mask  of the fine plane; a null view stands for all pixels
/// @param rows, columns  for each row and column of the fine plane its place in the coarse one, ascending
StretchedObjects stretched_objects(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                                   View2<const std::uint8_t> mask, const std::vector<double>& rows,
                                   const std::vector<double>& columns, Shape2 coarse);

/// Mean of an image over the visible pixels of each object, summed in raster order; NaN of none.
void object_means(Queue& queue, const RegionsView& regions, View2<const float> image,
                  View2<const std::uint8_t> mask, View1<double> means);
void object_means(Queue& queue, const RegionsView& regions, View2<const double> image,
                  View2<const std::uint8_t> mask, View1<double> means);

/// Mean of each opening over the pixels of the mask; NaN of none. Synchronises.
std::vector<double> mean_openings(Queue& queue, const DiamondOpenings<float>& openings,
                                  View2<const std::uint8_t> mask);
std::vector<double> mean_openings(Queue& queue, const DiamondOpenings<double>& openings,
                                  View2<const std::uint8_t> mask);

/// Mean of each stretched opening over each object: levels x count.
void mean_openings(Queue& queue, const DiamondOpenings<float>& openings, const StretchedObjects& objects,
                   View1<double> means);
void mean_openings(Queue& queue, const DiamondOpenings<double>& openings, const StretchedObjects& objects,
                   View1<double> means);

}  // namespace cellerate::kernel
