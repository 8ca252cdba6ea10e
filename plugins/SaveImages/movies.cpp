// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/SaveImages/movies.hpp"

#include <algorithm>
#include <stdexcept>

namespace cellerate::modules::save_images {
namespace {

RawImage joined(const std::filesystem::path& path, const std::map<std::int64_t, RawImage>& frames) {
  const RawImage& first = frames.begin()->second;
  RawImage movie;
  movie.height = first.height;
  movie.width = first.width;
  movie.channels = first.channels;
  movie.type = first.type;
  movie.depth = static_cast<int>(frames.size());
  movie.pixels = ByteBuffer(first.pixels.size() * frames.size());
  std::byte* to = movie.pixels.data();
  for (const auto& [index, frame] : frames) {
    if (frame.height != first.height || frame.width != first.width || frame.channels != first.channels ||
        frame.type != first.type)
      throw std::invalid_argument(path.string() + ": the frames of a movie must be of one size and type");
    to = std::copy_n(frame.pixels.data(), frame.pixels.size(), to);
  }
  return movie;
}

}  // namespace

void Movies::add_frame(std::int64_t group, std::int64_t index, const std::filesystem::path& path,
                       RawImage&& frame) {
  const std::lock_guard lock(mutex_);
  groups_[group][path].insert_or_assign(index, std::move(frame));
}

std::map<std::filesystem::path, RawImage> Movies::take(std::int64_t group) {
  std::map<std::filesystem::path, Frames> files;
  {
    const std::lock_guard lock(mutex_);
    if (auto node = groups_.extract(group)) files = std::move(node.mapped());
  }
  std::map<std::filesystem::path, RawImage> movies;
  for (const auto& [path, frames] : files) movies.emplace(path, joined(path, frames));
  return movies;
}

}  // namespace cellerate::modules::save_images
