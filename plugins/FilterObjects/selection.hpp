/// Which objects FilterObjects keeps. Source: CellProfiler 4.2.8 FilterObjects.keep_one, keep_per_object,
/// keep_within_limits, discard_border_objects, keep_by_rules.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/FilterObjects/filter_settings.hpp"
#include "plugins/shared/analyst_rules.hpp"

namespace cellerate::modules {

/// Numbers of the objects to keep, in the order of their new numbers; 0 where the background is kept.
std::vector<std::int32_t> kept_objects(ImageSet& images, const FilterObjectsSettings& settings);

/// The file of rules. @throws std::runtime_error if it can't be read or is a classifier
AnalystRules read_rules(const HostContext& context, const FilterObjectsSettings& settings);

/// The class to keep, from 0. @throws std::runtime_error if there is no such class
int kept_class(const AnalystRules& rules, const FilterObjectsSettings& settings);

}  // namespace cellerate::modules
