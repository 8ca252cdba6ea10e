/// Which images come from files.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules {

/// Names of the images that input modules load.
std::vector<std::string> loaded_images(const HostContext& context);

}  // namespace cellerate::modules
