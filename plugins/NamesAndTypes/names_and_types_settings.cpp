/// Binding and checks of NamesAndTypes' settings.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/NamesAndTypes/names_and_types_settings.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sdk/io/file_url.hpp"

namespace cellerate::modules::names_and_types {
namespace {

constexpr double kSmallestMaximum = std::numeric_limits<float>::epsilon();

void bind_load_as(Binder& b, LoadAs& load_as) {
  b.choice(load_as, "Select the image type",
           {"Grayscale image", "Color image", "Binary mask", "Illumination function", "Objects"});
}

void bind_range(Binder& b, IntensityRange& range) {
  b.choice(range.from, "Set intensity range from", {"Image metadata", "Image bit-depth", "Manual"});
}

void bind_maximum(Binder& b, IntensityRange& range) {
  b.number(range.maximum, "Maximum intensity", {.min = kSmallestMaximum});
}

/// Series, index or channel in the text of a plane; -1 where the field is empty.
int plane_field(const std::vector<std::string>& fields, std::size_t which) {
  if (which >= fields.size() || fields[which].empty()) return -1;
  const auto value = detail::parse<int>(fields[which]);
  if (!value || *value < 0) throw std::invalid_argument("'" + fields[which] + "' is no number of a plane");
  return *value;
}

/// "URL series index channel", separated by single blanks.
Plane parse_plane(const std::string& text) {
  std::vector<std::string> fields(1);
  for (const char c : text) {
    if (c == ' ')
      fields.emplace_back();
    else
      fields.back() += c;
  }
  if (fields[0].empty()) throw std::invalid_argument("the single image is not specified");
  Plane plane{.url = fields[0], .path = ""};
  if (!is_remote(plane.url)) plane.path = path_of_url(plane.url);
  plane.series = plane_field(fields, 1);
  plane.index = plane_field(fields, 2);
  plane.channel = plane_field(fields, 3);
  return plane;
}

}  // namespace

void RuleChannel::bind(Binder& b) {
  b.rule(rule_text, "Select the rule criteria");
  if (!b.listing()) {
    try {
      rule.emplace(rule_text, FilterRule::About::Images);
    } catch (const std::invalid_argument& error) {
      b.fault("Select the rule criteria", error.what());
    }
  }
  b.new_image(image_name, "Name to assign these images");
  b.new_objects(object_name, "Name to assign these objects");
  bind_load_as(b, load_as);
  bind_range(b, range);
  bind_maximum(b, range);
}

void SingleImage::bind(Binder& b) {
  b.text(plane_text, "Single image location");
  if (!b.listing()) {
    try {
      plane = parse_plane(plane_text);
    } catch (const std::invalid_argument& error) {
      b.fault("Single image location", error.what());
    }
  }
  b.new_image(image_name, "Name to assign this image");
  b.new_objects(object_name, "Name to assign these objects");
  bind_load_as(b, load_as);
  bind_range(b, range);
  bind_maximum(b, range);
}

void Settings::bind(Binder& b) {
  b.choice(assignment, "Assign a name to", {"All images", "Images matching rules"});
  bind_load_as(b, all_images.load_as);
  if (assignment == Assignment::AllImages && all_images.load_as == LoadAs::Objects)
    b.fault("Select the image type", "objects can be loaded only with 'Images matching rules'");
  b.new_image(all_images.image_name, "Name to assign these images");
  b.text(joins_text, "Match metadata");
  b.choice(matching, "Image set matching method", {"Order", "Metadata"});
  bind_range(b, all_images.range);
  b.count(channels, "Assignments count", 1);
  b.count(single_images, "Single images count");
  bind_maximum(b, all_images.range);
  b.binary(volumes, "Process as 3D?");
  if (volumes) b.fault("Process as 3D?", "'Yes': only two-dimensional images are supported");
  b.number(spacing_x, "Relative pixel spacing in X", {.min = 0});
  b.number(spacing_y, "Relative pixel spacing in Y", {.min = 0});
  b.number(spacing_z, "Relative pixel spacing in Z", {.min = 0});
  // CellProfiler does not look at the channels of rules where there are none.
  if (!b.listing() && assignment == Assignment::AllImages) return;
  b.each(channels);
  b.each(single_images);
  if (b.listing() || !matches_metadata()) return;
  try {
    joins = parse_joins(joins_text);
    const bool complete = std::any_of(channels.begin(), channels.end(), [&](const RuleChannel& channel) {
      return std::all_of(joins.begin(), joins.end(), [&](const MetadataJoin& join) {
        const auto key = join.find(channel.name());
        return key != join.end() && key->second;
      });
    });
    if (!complete) throw std::invalid_argument("at least one channel must have all metadata keys specified");
  } catch (const std::invalid_argument& error) {
    b.fault("Match metadata", error.what());
  }
}

std::vector<const Channel*> Settings::all_channels() const {
  if (assignment == Assignment::AllImages) return {&all_images};
  std::vector<const Channel*> all;
  for (const RuleChannel& channel : channels) all.push_back(&channel);
  for (const SingleImage& single : single_images) all.push_back(&single);
  return all;
}

}  // namespace cellerate::modules::names_and_types
