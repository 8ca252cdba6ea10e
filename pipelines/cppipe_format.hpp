/// Words of the text format that its reader and writer share.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string_view>

namespace cellerate {

inline constexpr std::string_view kTextCookie = "CellProfiler Pipeline: http://www.cellprofiler.org";
inline constexpr int kNewestTextVersion = 5;
inline constexpr std::string_view kFileListStart = "\"Version\":";

// Headers of our own, which CellProfiler passes over; written only where the pipeline needs them.
/// "True": what looks escaped in setting texts and values is escaped.
inline constexpr std::string_view kEscapesHeader = "CellerateEscapes";
/// Python classes of modules and settings, from a JSON pipeline.
inline constexpr std::string_view kTypesHeader = "CellerateTypes";

}  // namespace cellerate
