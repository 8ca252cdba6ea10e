/// Parts clumps of objects by the maxima of their intensity or of their distance from the edge.
/// Source: CellProfiler 4.2.8, IdentifyPrimaryObjects.separate_neighboring_objects, smooth_image, get_maxima.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include "plugins/IdentifyPrimaryObjects/settings.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/label_planes.hpp"

namespace cellerate::modules {

/// One object for each maximum, numbered in raster order of the maxima. Objects without a maximum vanish.
LabelPlane declump(Queue& queue, const GrayImage& image, const LabelPlane& clumps,
                   const IdentifyPrimarySettings& settings);

}  // namespace cellerate::modules
