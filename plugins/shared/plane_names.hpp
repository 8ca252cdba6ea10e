/// File name and folder of an image plane, as CellProfiler writes them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules {

struct PlaneNames {
  std::string file, directory;
};

/// Of a local file those of its path, else those of its URL.
PlaneNames names_of(const Plane& plane);

}  // namespace cellerate::modules
