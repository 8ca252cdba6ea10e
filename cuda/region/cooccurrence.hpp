/// Haralick texture from sparse co-occurrence counts, of objects and of whole planes (CellProfiler's
/// MeasureTexture, mahotas.features.haralick).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Haralick's features in mahotas' order.
enum class Haralick {
  AngularSecondMoment,
  Contrast,
  Correlation,
  Variance,
  InverseDifferenceMoment,
  SumAverage,
  SumVariance,
  SumEntropy,
  Entropy,
  DifferenceVariance,
  DifferenceEntropy,
  InfoMeas1,
  InfoMeas2,
  kCount
};
constexpr int kHaralickFeatures = static_cast<int>(Haralick::kCount);
constexpr int kTextureDirections = 4;  ///< offsets scale * (0, 1), (1, 1), (1, 0), (1, -1)

/// Grey levels of an image: round(255 v) in single precision, cut to 0 ... 255, then spread over `levels`
/// levels. NaN becomes 0, and so does what the mask hides.
/// @param mask  may be null.
void quantize(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int levels,
              View2<std::uint8_t> grey);

/// Texture of every object at every scale and direction in one launch. Pairs with a grey value of 0 do not
/// count. An object without pairs in some direction has 0 in all features of that scale.
/// @param features  scales x kTextureDirections x kHaralickFeatures x regions.count.
void object_textures(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     View2<const std::uint8_t> grey, const std::vector<int>& scales, View1<double> features);

/// Texture of the plane; grey value 0 counts.
/// @param features  scales x kTextureDirections x kHaralickFeatures.
/// @throws std::invalid_argument where the plane is not larger than a scale, as CellProfiler does.
void plane_textures(Queue& queue, View2<const std::uint8_t> grey, const std::vector<int>& scales,
                    View1<double> features);

}  // namespace cellerate::kernel
