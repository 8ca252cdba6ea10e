/// Images of objects colored by a measurement.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>
#include <vector>

#include "plugins/shared/colormap.hpp"

namespace cellerate::modules {

/// The map spread from the least to the greatest value of the pixels, those of the background being 0, which
/// then is black and masked, and cropped away by modules that crop alike.
/// @param values  one of each object
NewImage colored_objects(Queue& queue, const Objects& objects, const std::vector<double>& values,
                         const Colormap& map);

}  // namespace cellerate::modules
