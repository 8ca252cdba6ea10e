// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/file_list.hpp"

#include <algorithm>
#include <fstream>

#include "pipelines/run.hpp"
#include "sdk/io/file_url.hpp"

namespace cellerate {
namespace {

FilePlane plane_of(const std::string& url_or_path) {
  FilePlane plane;
  plane.path = path_of_url(url_or_path);
  const bool is_path = plane.path == url_or_path && url_or_path.find("://") == std::string::npos;
  plane.url = is_path ? url_of_path(plane.path) : url_or_path;
  return plane;
}

}  // namespace

std::vector<FilePlane> files_below(const std::filesystem::path& folder) {
  std::vector<std::string> paths;
  try {
    if (!std::filesystem::is_directory(folder))
      throw InputError(folder.string() + ": there is no such input folder");
    const auto options = std::filesystem::directory_options::follow_directory_symlink;
    const auto absolute = std::filesystem::absolute(folder).lexically_normal();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(absolute, options))
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
  } catch (const std::filesystem::filesystem_error& error) {
    throw InputError(folder.string() + ": the input folder cannot be read: " + error.code().message());
  }
  std::sort(paths.begin(), paths.end());
  return files_of_urls(paths);
}

std::vector<FilePlane> files_in_list(const std::filesystem::path& list) {
  std::ifstream stream(list);
  if (!stream) throw InputError(list.string() + ": the file list cannot be read");
  std::vector<std::string> urls;
  for (std::string line; std::getline(stream, line);) {
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back()))) line.pop_back();
    if (!line.empty()) urls.push_back(line);
  }
  return files_of_urls(urls);
}

std::vector<FilePlane> files_of_urls(const std::vector<std::string>& urls) {
  std::vector<FilePlane> planes;
  for (const std::string& url : urls) planes.push_back(plane_of(url));
  return planes;
}

}  // namespace cellerate
