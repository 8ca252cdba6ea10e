// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/source_reader.hpp"

#include <cstring>
#include <stdexcept>

#include "sdk/io/image_reader.hpp"

namespace cellerate {
namespace {

std::shared_ptr<const DecodedSource> stack(const std::vector<std::shared_ptr<const DecodedSource>>& planes) {
  const DecodedSource& first = *planes.front();
  auto result = std::make_shared<DecodedSource>();
  result->file_name = first.file_name;
  result->path_name = first.path_name;
  result->md5 = first.md5;
  RawImage& image = result->image;
  image.height = first.image.height;
  image.width = first.image.width;
  image.channels = first.image.channels;
  image.type = first.image.type;
  image.scale = first.image.scale;
  image.depth = static_cast<int>(planes.size());
  image.pixels = ByteBuffer(first.image.pixels.size() * planes.size());
  std::byte* to = image.pixels.data();
  for (const auto& plane : planes) {
    if (plane->image.height != image.height || plane->image.width != image.width ||
        plane->image.channels != image.channels || plane->image.type != image.type)
      throw ImageError(plane->path_name + "/" + plane->file_name, "its planes differ in size or type");
    std::memcpy(to, plane->image.pixels.data(), plane->image.pixels.size());
    to += plane->image.pixels.size();
  }
  return result;
}

}  // namespace

std::shared_ptr<const DecodedSource> SourceReader::read(const std::string& channel) {
  const auto source = row_.sources.find(channel);
  if (source == row_.sources.end() || source->second.empty())
    throw std::invalid_argument("the image set has no file for '" + channel + "'");
  std::vector<std::shared_ptr<const DecodedSource>> planes;
  for (const std::size_t plane : source->second) planes.push_back(planes_.read(table_.planes.at(plane)));
  return planes.size() == 1 ? planes.front() : stack(planes);
}

}  // namespace cellerate
