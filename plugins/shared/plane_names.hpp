/// File name and folder of an image plane, and the URL of a path, as CellProfiler writes them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules {

struct PlaneNames {
  std::string file, directory;
};

/// Of a local file those of its path, else those of its URL.
PlaneNames names_of(const Plane& plane);

/// "file:" and the path with all but letters, digits and _.-~/ as %XX (CellProfiler's pathname2url). A URL
/// stays as it is.
std::string url_of_path(const std::string& path);
/// The path behind a file: URL; other URLs, and what is none, stay as they are.
std::string path_of_url(const std::string& url);
/// Whether it is a URL that is no local file: http, https, ftp, s3, gs, omero.
bool is_remote(std::string_view url);

}  // namespace cellerate::modules
