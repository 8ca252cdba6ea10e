/// Python classes of modules and settings in one line: JSON pipelines tell them, the text format has no place
/// for them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

#include "pipelines/model.hpp"

namespace cellerate {

/// A line without colons, or an empty one if the pipeline has no types.
std::string encode_types(const Pipeline& pipeline);
/// Sets the types of a pipeline. Does nothing if they do not fit it, as after an edit by hand: types are for
/// people.
void decode_types(std::string_view line, Pipeline& pipeline);

}  // namespace cellerate
