/// Writes a project (.cpproj) that holds a pipeline and its file list.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>

#include "pipelines/model.hpp"

namespace cellerate {

/// Makes the file anew. @throws PipelineError
void write_project(const Pipeline& pipeline, const std::filesystem::path& file);

}  // namespace cellerate
