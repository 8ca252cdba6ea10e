/// Reads the pipeline and the file list of a project (.cpproj) or of another HDF5 file of CellProfiler.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string_view>

#include "pipelines/model.hpp"

namespace cellerate {

/// Whether a file that starts so is an HDF5 file.
bool is_hdf5(std::string_view start);
/// @throws PipelineError
Pipeline read_project(const std::filesystem::path& file);

}  // namespace cellerate
