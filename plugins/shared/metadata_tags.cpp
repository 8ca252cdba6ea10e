/// Tags in both of CellProfiler's spellings.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/metadata_tags.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

namespace cellerate::modules {
namespace {

struct Tag {
  std::size_t begin, end;
  std::string name;
};

/// The first `open` name `close`, the name not empty.
std::optional<Tag> find(std::string_view text, std::string_view open, std::string_view close) {
  const auto begin = text.find(open);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto name = begin + open.size();
  const auto end = text.find(close, name + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return Tag{begin, end + close.size(), std::string(text.substr(name, end - name))};
}

std::string replace_tags(std::string_view piece, const TagValue& value) {
  std::string result;
  for (;;) {
    auto tag = find(piece, "(?<", ">)");
    if (!tag) tag = find(piece, "\\g<", ">");
    if (!tag) return result + std::string(piece);
    result += piece.substr(0, tag->begin);
    result += value(tag->name);
    piece.remove_prefix(tag->end);
  }
}

/// How a path leaves the folder it is in.
struct Climb {
  bool absolute = false;
  std::ptrdiff_t ups = 0;
  friend bool operator==(const Climb&, const Climb&) = default;
};

Climb climb(const std::string& path) {
  const std::filesystem::path parts(path);
  return {parts.is_absolute(), std::count(parts.begin(), parts.end(), std::filesystem::path(".."))};
}

/// The pattern with a harmless value for each tag: what the pipeline's author wrote.
std::string harmless(std::string_view pattern) {
  return apply_metadata(pattern, [](const std::string&) { return "x"; });
}

}  // namespace

std::vector<std::string> metadata_tags(std::string_view pattern) {
  std::vector<std::string> names;
  for (;;) {
    auto tag = find(pattern, "(?<", ">");
    if (!tag) tag = find(pattern, "\\g<", ">");
    if (!tag) tag = find(pattern, "(?P<", ">");
    if (!tag) return names;
    names.push_back(tag->name);
    pattern.remove_prefix(tag->end);
  }
}

std::string apply_metadata(std::string_view pattern, const TagValue& value) {
  std::string result;
  for (;;) {
    const auto end = pattern.find("\\\\");
    result += replace_tags(pattern.substr(0, end), value);
    if (end == std::string_view::npos) return result;
    result += '\\';
    pattern.remove_prefix(end + 2);
  }
}

std::string path_before_tags(const std::string& path) {
  const auto tag = path.find("\\g<");
  if (tag == std::string::npos) return path;
  const auto slash = path.rfind('/', tag);
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::string file_name_with_metadata(std::string_view pattern, const TagValue& value) {
  const std::string name = apply_metadata(pattern, value), plain = harmless(pattern);
  if (climb(name) != climb(plain) ||
      std::count(name.begin(), name.end(), '/') != std::count(plain.begin(), plain.end(), '/'))
    throw std::invalid_argument(
        "the metadata in '" + std::string(pattern) + "' make the file name '" + name +
        "': values with a '/' or '..' are refused, they would lead to another folder");
  return name;
}

std::string folder_with_metadata(std::string_view pattern, const TagValue& value) {
  const std::string path = apply_metadata(pattern, value);
  if (climb(path) != climb(harmless(pattern)))
    throw std::invalid_argument("the metadata in '" + std::string(pattern) + "' make the folder '" + path +
                                "': values that lead out of the chosen folder are refused");
  return path;
}

}  // namespace cellerate::modules
