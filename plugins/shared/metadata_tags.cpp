/// Tags in both of CellProfiler's spellings.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/metadata_tags.hpp"

#include <optional>

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

}  // namespace cellerate::modules
