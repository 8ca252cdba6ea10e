/// The watersheds of a whole image, before its segments are split further.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include "plugins/Watershed/settings.hpp"

namespace cellerate::modules {

struct Segmentation {
  Shape2 shape;
  Buffer<std::int32_t> labels;      ///< any numbers but 0, which is background
  Buffer<std::uint8_t> foreground;  ///< where splitting may put objects
};

/// From the maxima of the distance of the foreground from the background.
Segmentation segment_by_distance(ImageSet& images, const WatershedSettings& settings);

/// From a marker image.
Segmentation segment_by_markers(ImageSet& images, const WatershedSettings& settings);

/// @throws std::invalid_argument if two images have not one size
void require_one_size(Shape2 shape, const std::string& name, Shape2 other, const std::string& other_name);

}  // namespace cellerate::modules
