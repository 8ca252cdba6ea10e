/// Structuring elements as settings name them: "Disk,3". Source: cellprofiler_core 4.2.8, StructuringElement.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string_view>
#include <vector>

#include "cuda/morphology/footprint.hpp"

namespace cellerate::modules {

/// Of the shapes for planes: Diamond, Disk, Square and Star.
/// @throws std::invalid_argument for others, and for sizes below 1
std::vector<kernel::Offset> parse_structuring_element(std::string_view text);

}  // namespace cellerate::modules
