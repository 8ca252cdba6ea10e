// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/file_list.hpp"

#include <algorithm>
#include <fstream>

#include "pipelines/run.hpp"

namespace cellerate {
namespace {

bool is_plain(unsigned char c) {
  return std::isalnum(c) || c == '/' || c == '_' || c == '.' || c == '-' || c == '~';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

FilePlane plane_of(const std::string& url_or_path) {
  FilePlane plane;
  plane.path = path_of(url_or_path);
  plane.url = plane.path == url_or_path && url_or_path.find("://") == std::string::npos ? url_of(plane.path)
                                                                                        : url_or_path;
  return plane;
}

}  // namespace

std::string url_of(const std::filesystem::path& file) {
  static const char* const kHex = "0123456789ABCDEF";
  std::string url = "file:";
  for (const char c : file.string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(byte))
      url += c;
    else
      (url += '%') += {kHex[byte / 16], kHex[byte % 16]};
  }
  return url;
}

std::string path_of(const std::string& url) {
  if (url.rfind("file:", 0) != 0) return url;
  std::string path = url.substr(5);
  if (path.rfind("///", 0) == 0) path.erase(0, 2);  // file:///data is file:/data
  return percent_decoded(path);
}

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
