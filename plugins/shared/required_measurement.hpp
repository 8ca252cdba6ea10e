/// Measurements that a module reads: checked at load, read at run.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// A fault where no module before measures `feature` of `object`. @param setting names it.
void require_measurement(Declaration& declaration, std::string_view object, std::string_view feature,
                         std::string_view setting);

/// Its values in this image set. @throws std::runtime_error if there are none.
std::vector<double> measured_values(const ImageSet& images, std::string_view object,
                                    std::string_view feature);

}  // namespace cellerate::modules
