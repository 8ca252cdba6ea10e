/// Reads the JSON format v6.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

#include "pipelines/model.hpp"

namespace cellerate {

/// @param origin the file's name for messages. @throws PipelineError
Pipeline read_json(std::string_view text, const std::string& origin);

}  // namespace cellerate
