/// Zernike moments of images in objects.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

#include "plugins/MeasureObjectIntensityDistribution/channels.hpp"

namespace cellerate::modules::distribution {

/// Columns of a kind ("ZernikeMagnitude", "ZernikePhase") in the order of the moments.
std::vector<std::string> zernike_columns(const std::string& kind, const std::string& image, int degree);

/// Measures and records the magnitudes, and the phases if wanted, of all images in an object set.
void measure_zernikes(ImageSet& images, const std::string& objects, const std::vector<Channel>& channels,
                      int degree, bool wants_phase);

}  // namespace cellerate::modules::distribution
