/// Planes that several image sets have in common, decoded once: the illumination functions of a plate.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "sdk/data/image_set_table.hpp"
#include "sdk/io/raw_image.hpp"

namespace cellerate {

/// A decoded channel: one plane, or several of equal size and type one behind the other.
struct DecodedSource {
  RawImage image;
  std::string file_name, path_name, md5;
  const void* borrowed = nullptr;          ///< pixels of somebody else, instead of the image's own
  std::shared_ptr<const void> lease = {};  ///< keeps them

  const void* pixels() const { return borrowed ? borrowed : image.pixels.data(); }
};

/// Decodes one plane.
/// @throws ImageError if the file cannot be read
std::shared_ptr<const DecodedSource> read_plane(const FilePlane& plane);

/// The planes of a run. One that more than one image set has stays in memory until the last of them has read
/// it. [any thread]
class SharedPlanes {
 public:
  explicit SharedPlanes(const ImageSetTable& table);

  /// The plane; one that cannot be read is tried again by the next image set.
  /// @throws ImageError if the file cannot be read
  std::shared_ptr<const DecodedSource> read(const FilePlane& plane);

 private:
  using Key = std::tuple<std::string_view, int, int, int>;
  struct Entry {
    std::mutex mutex;
    std::size_t readers = 0;  ///< image sets that have not read it yet
    std::shared_ptr<const DecodedSource> decoded;
  };
  static Key key_of(const FilePlane& plane) { return {plane.path, plane.series, plane.index, plane.channel}; }

  std::map<Key, Entry> shared_;  ///< keys are of the table
};

}  // namespace cellerate
