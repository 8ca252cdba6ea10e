// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/ome_xml.hpp"

#include <charconv>
#include <map>

namespace cellerate {
namespace {

/// A start tag: its name without namespace prefix, and the text of its attributes.
struct Tag {
  std::string_view name;
  std::string_view attributes;
};

constexpr std::string_view kBlank = " \t\r\n";

std::string decode_entities(std::string_view text) {
  static const std::map<std::string_view, char> kEntities = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
    const auto entity =
        end == std::string_view::npos ? kEntities.end() : kEntities.find(text.substr(at + 1, end - at - 1));
    if (entity == kEntities.end()) {
      decoded += text[at];
    } else {
      decoded += entity->second;
      at = end;
    }
  }
  return decoded;
}

/// The value of an attribute as it stands in the text, or nothing.
std::optional<std::string_view> attribute(const Tag& tag, std::string_view name) {
  std::string_view rest = tag.attributes;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
    const std::size_t equals = rest.find('=');
    const std::size_t quote = equals == std::string_view::npos ? equals : rest.find_first_of("\"'", equals);
    const std::size_t end = quote == std::string_view::npos ? quote : rest.find(rest[quote], quote + 1);
    if (end == std::string_view::npos) return {};
    const std::string_view key = rest.substr(0, rest.find_first_of(" \t\r\n="));
    if (key == name) return rest.substr(quote + 1, end - quote - 1);
    rest.remove_prefix(end + 1);
  }
}

std::optional<int> number(const Tag& tag, std::string_view name) {
  const auto text = attribute(tag, name);
  int value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc{}) return {};
  return value;
}

std::string text_of(const Tag& tag, std::string_view name) {
  return decode_entities(attribute(tag, name).value_or(""));
}

/// The next start tag from `at` on; comments, end tags, declarations and CDATA are passed over.
std::optional<Tag> next_tag(std::string_view text, std::size_t& at) {
  while ((at = text.find('<', at)) != std::string_view::npos) {
    std::string_view close = ">";
    if (text.substr(at).starts_with("<!--")) close = "-->";
    if (text.substr(at).starts_with("<![CDATA[")) close = "]]>";
    const std::size_t start = at + 1, end = text.find(close, start);
    if (end == std::string_view::npos) return {};
    at = end + close.size();
    if (text[start] == '/' || text[start] == '!' || text[start] == '?') continue;
    const std::string_view body = text.substr(start, end - start);
    const std::size_t name_end = std::min(body.find_first_of(" \t\r\n/"), body.size());
    std::string_view name = body.substr(0, name_end);
    name.remove_prefix(name.find(':') + 1);  // npos + 1 is 0
    return Tag{name, body.substr(name_end)};
  }
  return {};
}

void read_pixels(const Tag& tag, OmeImage& image) {
  image.dimension_order = text_of(tag, "DimensionOrder");
  image.size_x = number(tag, "SizeX").value_or(0);
  image.size_y = number(tag, "SizeY").value_or(0);
  image.size_z = number(tag, "SizeZ").value_or(0);
  image.size_c = number(tag, "SizeC").value_or(0);
  image.size_time = number(tag, "SizeT").value_or(0);
}

OmeTiffData read_tiff_data(const Tag& tag) {
  OmeTiffData data;
  data.has_ifd = number(tag, "IFD").has_value();
  data.ifd = number(tag, "IFD").value_or(0);
  data.first_z = number(tag, "FirstZ").value_or(0);
  data.first_c = number(tag, "FirstC").value_or(0);
  data.first_t = number(tag, "FirstT").value_or(0);
  data.plane_count = number(tag, "PlaneCount");
  return data;
}

OmeChannel read_channel(const Tag& tag) {
  const std::string name = text_of(tag, "Name");
  return {name.empty() ? text_of(tag, "ID") : name, number(tag, "SamplesPerPixel").value_or(1)};
}

}  // namespace

std::vector<OmeImage> parse_ome_xml(std::string_view text) {
  std::vector<OmeImage> images;
  std::size_t at = 0;
  const auto root = next_tag(text, at);
  if (!root || root->name != "OME") return {};
  while (const auto tag = next_tag(text, at)) {
    if (tag->name == "Image") {
      images.emplace_back().name = text_of(*tag, "Name");
      continue;
    }
    if (images.empty()) continue;
    OmeImage& image = images.back();
    if (tag->name == "Pixels") read_pixels(*tag, image);
    if (tag->name == "Channel") image.channels.push_back(read_channel(*tag));
    if (tag->name == "TiffData") image.tiff_data.push_back(read_tiff_data(*tag));
    if (tag->name == "UUID" && !image.tiff_data.empty())
      image.tiff_data.back().file_name = text_of(*tag, "FileName");
  }
  return images;
}

}  // namespace cellerate
