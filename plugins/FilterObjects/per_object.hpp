/// The objects with the highest or lowest measurement inside each of their enclosing objects.
/// Source: CellProfiler 4.2.8 FilterObjects.keep_per_object.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/FilterObjects/filter_settings.hpp"

namespace cellerate::modules {

/// Ascending; with "Parent with most overlap" an object may occur twice. @param values by object number - 1.
std::vector<std::int32_t> best_per_object(ImageSet& images, const FilterObjectsSettings& settings,
                                          const std::vector<double>& values);

}  // namespace cellerate::modules
