/// Writes the text format, version 5.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "pipelines/model.hpp"

namespace cellerate {

enum class FileListInText { Yes, No };

/// to_text() of the model is this with the file list. @throws PipelineError where a name cannot stand in one
/// line
std::string write_text(const Pipeline& pipeline, FileListInText file_list);

}  // namespace cellerate
