/// Reads the text format, versions 1 to 5.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

#include "pipelines/model.hpp"

namespace cellerate {

/// Whether the text starts as a pipeline, be it in the form that a mail filter gives to the address in its
/// first line.
bool is_pipeline_text(std::string_view text);
/// @param origin the file's name for messages. @throws PipelineError
Pipeline read_text(std::string_view text, const std::string& origin);

}  // namespace cellerate
