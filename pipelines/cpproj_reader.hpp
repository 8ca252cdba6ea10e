/// Reads the pipeline and the file list of a project (.cpproj) or of another HDF5 file of CellProfiler.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "pipelines/model.hpp"

namespace cellerate {

/// Whether a file that starts so is an HDF5 file.
bool is_hdf5(std::string_view start);
/// @throws PipelineError
Pipeline read_project(const std::filesystem::path& file);
/// The same of a file's content. @param origin the file's name for messages. @throws PipelineError
Pipeline parse_project(std::string_view bytes, const std::string& origin);

}  // namespace cellerate
