/// Writes the JSON format v6.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "pipelines/model.hpp"

namespace cellerate {

/// @throws PipelineError where a text of the pipeline is not UTF-8
std::string write_json(const Pipeline& pipeline);

}  // namespace cellerate
