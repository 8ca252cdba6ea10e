// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/image_set_tags.hpp"

#include <algorithm>

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

}  // namespace

TagValue tags_of(const ImageSet& images) {
  return [&images](const std::string& tag) {
    return tag == "Series" || tag == "Frame" ? highest(images, tag)
                                             : metadata_text(images, "Metadata_" + tag);
  };
}

std::optional<std::string> undefined_tag(const Declaration& declaration, std::string_view pattern) {
  if (!declaration.inputs_are_known()) return std::nullopt;
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
  return file_name_with_metadata(pattern, tags_of(images));
}

std::string folder_with_tags(const ImageSet& images, const std::string& pattern) {
  return folder_with_metadata(pattern, tags_of(images));
}

}  // namespace cellerate::modules
