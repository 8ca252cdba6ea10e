/// Paths as URLs and back, as CellProfiler writes them into its tables (pathname2url, url2pathname).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace cellerate {

/// "file:" and the path with all but letters, digits and _.-~/ as %XX. A URL of something remote stays as it
/// is.
std::string url_of_path(const std::string& path);
/// The path behind a file: URL; other URLs, and what is none, stay as they are.
std::string path_of_url(const std::string& url);
/// Whether it is a URL that is no local file: http, https, ftp, s3, gs, omero.
bool is_remote(std::string_view url);
/// With the bytes that %XX stands for.
std::string percent_decoded(std::string_view text);

}  // namespace cellerate
