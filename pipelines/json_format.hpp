/// Keys of our own in the JSON format, for what it has no place for; CellProfiler passes over them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace cellerate {

inline constexpr const char* kExtrasKey = "cellerate";
inline constexpr const char* kDateRevisionExtra = "date_revision";  ///< where it is not a plain number
inline constexpr const char* kGitHashExtra = "git_hash";
inline constexpr const char* kHeadersExtra = "headers";  ///< pairs of key and value

}  // namespace cellerate
