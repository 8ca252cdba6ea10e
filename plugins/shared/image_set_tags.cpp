// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/image_set_tags.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "plugins/shared/python_text.hpp"

namespace cellerate::modules {
namespace {

std::string highest(const ImageSet& images, const std::string& category) {
  double most = 0;
  for (const Column& column : images.columns()) {
    if (column.object != "Image" || !column.feature.starts_with(category + "_")) continue;
    if (const auto values = images.values("Image", column.feature); values && !values->empty())
      most = std::max(most, values->front());
  }
  return python_text(most, CEL_VALUE_INTEGER);
}

std::string metadata_text(const ImageSet& images, const std::string& feature) {
  if (const auto text = images.image_text(feature)) return *text;
  const auto values = images.values("Image", feature);
  if (!values || values->empty()) return "None";
  const auto columns = images.columns();
  const auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& c) {
    return c.object == "Image" && c.feature == feature;
  });
  return python_text(values->front(), column == columns.end() ? CEL_VALUE_F64 : column->type);
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
std::string harmless(const std::string& pattern) {
  return apply_metadata(pattern, [](const std::string&) { return "x"; });
}

}  // namespace

TagValue tags_of(const ImageSet& images) {
  return [&images](const std::string& tag) {
    return tag == "Series" || tag == "Frame" ? highest(images, tag)
                                             : metadata_text(images, "Metadata_" + tag);
  };
}

std::optional<std::string> undefined_tag(const Declaration& declaration, std::string_view pattern) {
  const auto columns = declaration.columns();
  for (const std::string& tag : metadata_tags(pattern)) {
    if (tag.starts_with("Series") || tag.starts_with("Frame")) continue;
    const bool defined = std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
      return column.object == "Image" && column.feature == "Metadata_" + tag;
    });
    if (!defined) return tag;
  }
  return std::nullopt;
}

std::string file_name_with_tags(const ImageSet& images, const std::string& pattern) {
  const std::string name = apply_metadata(pattern, tags_of(images)), plain = harmless(pattern);
  if (climb(name) != climb(plain) ||
      std::count(name.begin(), name.end(), '/') != std::count(plain.begin(), plain.end(), '/'))
    throw std::invalid_argument(
        "the metadata in '" + pattern + "' make the file name '" + name +
        "': values with a '/' or '..' are refused, they would lead to another folder");
  return name;
}

std::string folder_with_tags(const ImageSet& images, const std::string& pattern) {
  const std::string path = apply_metadata(pattern, tags_of(images));
  if (climb(path) != climb(harmless(pattern)))
    throw std::invalid_argument("the metadata in '" + pattern + "' make the folder '" + path +
                                "': values that lead out of the chosen folder are refused");
  return path;
}

}  // namespace cellerate::modules
