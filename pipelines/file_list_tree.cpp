/// The file list of a project as CellProfiler 2.1 to 4 store it.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/file_list_tree.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <stdexcept>

#include "pipelines/escapes.hpp"
#include "pipelines/unicode.hpp"

namespace cellerate {
namespace {

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The scheme, the folders (the first with its slashes) and the file of a URL; nothing if it has no such
/// parts.
std::optional<std::vector<std::string>> split_url(std::string_view url) {
  const std::size_t colon = url.find(':');
  const auto is_scheme_sign = [](char c) {
    return is_letter_or_digit(c) || c == '+' || c == '-' || c == '.';
  };
  if (colon == url.npos || colon == 0 || !is_ascii(url)) return std::nullopt;
  const std::string_view scheme = url.substr(0, colon);
  if (!std::ranges::all_of(scheme, is_scheme_sign)) return std::nullopt;

  const std::string_view rest = url.substr(colon + 1);
  const std::size_t first = rest.find_first_not_of('/');
  if (first == rest.npos) return std::nullopt;
  std::vector<std::string> parts{std::string(scheme)};
  for (std::size_t start = first; start < rest.size();) {
    const std::size_t end = std::min(rest.find('/', start), rest.size());
    if (end > start) parts.emplace_back(rest.substr(start, end - start));
    start = end + 1;
  }
  const std::string slashes(first, '/');
  if (parts.size() == 2 && first > 0)
    parts.insert(parts.begin() + 1, slashes);
  else
    parts[1].insert(0, slashes);
  return parts;
}

void append_urls(const FolderNode& folder, const std::string& url, std::vector<std::string>& urls) {
  for (const std::string& file : folder.files) urls.push_back(url + file);
  for (const auto& [name, inner] : folder.folders)
    append_urls(inner, folder_url(url, decode_group_name(name)), urls);
}

std::vector<std::string> urls_of(const FolderNode& root) {
  std::vector<std::string> urls;
  for (const auto& [scheme, folder] : root.folders)
    append_urls(folder, decode_group_name(scheme) + ':', urls);
  return urls;
}

}  // namespace

std::string encode_group_name(std::string_view name) {
  // These three would be taken for what a folder's group holds of its own.
  const bool reserved = name == "index" || name == "data" || name == "metadata";
  constexpr std::string_view kPlainSigns = "_-+.%=";
  std::string encoded;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if ((is_letter_or_digit(c) || kPlainSigns.find(c) != kPlainSigns.npos) && !(reserved && i == 0)) {
      encoded += c;
    } else {
      char escape[4];
      std::snprintf(escape, sizeof escape, "\\%02x", static_cast<unsigned char>(c));
      encoded += escape;
    }
  }
  return encoded;
}

std::string decode_group_name(std::string_view name) {
  std::string decoded;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\') {
      decoded += name[i];
      continue;
    }
    std::string escape("\\x");
    decoded += unescape(escape += name.substr(i + 1, 2), EscapeUnit::Character);
    i += 2;
  }
  return decoded;
}

std::string folder_url(std::string_view parent_url, std::string_view decoded_name) {
  std::string url(parent_url);
  url += decoded_name;
  if (!decoded_name.ends_with('/')) url += '/';
  return url;
}

std::optional<FolderNode> make_folder_tree(const std::vector<std::string>& urls) {
  FolderNode root;
  for (const std::string& url : urls) {
    const auto parts = split_url(url);
    if (!parts) return std::nullopt;
    FolderNode* folder = &root;
    for (std::size_t i = 0; i + 1 < parts->size(); ++i)
      folder = &folder->folders[encode_group_name((*parts)[i])];
    folder->files.insert(parts->back());
  }
  if (urls_of(root) != urls) return std::nullopt;
  return root;
}

}  // namespace cellerate
