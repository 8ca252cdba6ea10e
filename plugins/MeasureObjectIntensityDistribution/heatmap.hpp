/// A measurement of rings as a picture of the objects.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

#include "cuda/region/radial_rings.hpp"

namespace cellerate::modules::distribution {

/// The color map that shows the values themselves.
constexpr const char* kGray = "gray";

/// @param shown  rings that are shown; pixels of others, and those of no ring, have the value 0
/// @param values  rings x objects
NewImage heatmap(Queue& queue, View2<const std::int32_t> labels, const kernel::RadialRings& rings, int shown,
                 const double* values, const std::string& colormap);

}  // namespace cellerate::modules::distribution
