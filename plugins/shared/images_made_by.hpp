/// Which images which modules make.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// Names of the images that modules of these names make, in the order of the pipeline.
std::vector<std::string> images_made_by(const HostContext& context,
                                        const std::vector<std::string_view>& modules);

/// Names of all images that modules before this one make, in the order of the pipeline.
std::vector<std::string> images_made_before(const HostContext& context);

}  // namespace cellerate::modules
