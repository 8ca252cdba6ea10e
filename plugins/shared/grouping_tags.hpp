/// The experiment's note of how image sets were grouped.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules {

constexpr const char* kGroupingTags = "Metadata_GroupingTags";

/// Groups the image sets by the metadata keys and notes them as json.dumps of Python writes the list.
void group_and_note(RunSetup& run, const std::vector<std::string>& keys);

}  // namespace cellerate::modules
