/// Frames of movies and stacks until their group is done.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <map>
#include <mutex>

#include "sdk/io/raw_image.hpp"

namespace cellerate::modules::save_images {

/// Image sets of a group may come in any order and at the same time; the frames lie in the order of the
/// group.
class Movies {
 public:
  void add_frame(std::int64_t group, std::int64_t index, const std::filesystem::path& path, RawImage&& frame);
  /// Each file of the group with its frames one after the other, and forgets them.
  /// @throws std::invalid_argument if the frames of a file differ in size or channels
  std::map<std::filesystem::path, RawImage> take(std::int64_t group);

 private:
  using Frames = std::map<std::int64_t, RawImage>;
  std::mutex mutex_;
  std::map<std::int64_t, std::map<std::filesystem::path, Frames>> groups_;
};

}  // namespace cellerate::modules::save_images
