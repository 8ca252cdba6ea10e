// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/SaveImages/movies.hpp"

#include <algorithm>
#include <stdexcept>

namespace cellerate::modules::save_images {

RawImage joined(const std::filesystem::path& path, const std::vector<RawImage>& frames) {
  const RawImage& first = frames.front();
  RawImage movie;
  movie.height = first.height;
  movie.width = first.width;
  movie.channels = first.channels;
  movie.type = first.type;
  movie.depth = static_cast<int>(frames.size());
  movie.pixels = ByteBuffer(first.pixels.size() * frames.size());
  std::byte* to = movie.pixels.data();
  for (const RawImage& frame : frames) {
    if (frame.height != first.height || frame.width != first.width || frame.channels != first.channels ||
        frame.type != first.type)
      throw std::invalid_argument(path.string() + ": the frames of a movie must be of one size and type");
    to = std::copy_n(frame.pixels.data(), frame.pixels.size(), to);
  }
  return movie;
}

}  // namespace cellerate::modules::save_images
