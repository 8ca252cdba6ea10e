/// Size and shape of objects (CellProfiler's MeasureObjectSizeShape).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/region/convex_hull.hpp"

namespace cellerate::kernel {

/// The features, in the order of object_shapes' rows.
enum class Shape {
  Area,
  BoundingBoxMinimumX,
  BoundingBoxMinimumY,
  BoundingBoxMaximumX,
  BoundingBoxMaximumY,
  BoundingBoxArea,
  Extent,
  CenterX,
  CenterY,
  EquivalentDiameter,
  Perimeter,
  FormFactor,
  Compactness,
  EulerNumber,
  ConvexArea,
  Solidity,
  MinFeretDiameter,
  MaxFeretDiameter,
  MajorAxisLength,
  MinorAxisLength,
  Eccentricity,
  Orientation,
  MaximumRadius,
  MeanRadius,
  MedianRadius,
  kCount
};
constexpr int kShapeFeatures = static_cast<int>(Shape::kCount);

/// The advanced features follow each other like this: SpatialMoment_p_q and CentralMoment_p_q with p = 0 ...
/// 2 and q = 0 ... 3, NormalizedMoment_p_q with p, q = 0 ... 3, HuMoment_0 ... 6, InertiaTensor_0_0, 0_1,
/// 1_0, 1_1, InertiaTensorEigenvalues_0, 1; q runs fastest.
constexpr int kAdvancedShapeFeatures = 12 + 12 + 16 + 7 + 4 + 2;

/// Everything that can be asked of the shapes; a view without memory is not computed.
struct ShapeFeatures {
  View1<double> basic;     ///< kShapeFeatures x regions.count
  View1<double> advanced;  ///< kAdvancedShapeFeatures x regions.count
  View1<double> zernikes;  ///< zernike_indexes(9) x regions.count
  View1<Circle> circles;   ///< smallest enclosing circles; needed for the Zernike moments
};

/// Measures every object. A label that does not occur has zeros (NaN where the formula divides by its area).
void object_shapes(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                   const ShapeFeatures& features);

}  // namespace cellerate::kernel
