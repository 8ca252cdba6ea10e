// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/shared_planes.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "sdk/io/image_reader.hpp"
#include "sdk/io/md5.hpp"

namespace cellerate {
namespace {

std::optional<int> given(int number) { return number < 0 ? std::nullopt : std::optional(number); }

}  // namespace

std::shared_ptr<const DecodedSource> read_plane(const FilePlane& plane) {
  const FileBytes file = read_file_bytes(plane.path);
  auto result = std::make_shared<DecodedSource>();
  result->image = read_image(file, {given(plane.series), given(plane.index), given(plane.channel)});
  result->file_name = file.path.filename().string();
  result->path_name = file.path.parent_path().string();
  result->md5 = md5(file.span());
  return result;
}

SharedPlanes::SharedPlanes(const ImageSetTable& table) {
  std::vector<Key> all;
  for (const ImageSetRow& row : table.rows)
    for (const auto& [channel, planes] : row.sources)
      for (const std::size_t plane : planes)
        if (plane < table.planes.size()) all.push_back(key_of(table.planes[plane]));
  std::sort(all.begin(), all.end());
  for (auto begin = all.begin(); begin != all.end();) {
    const auto end = std::find_if(begin, all.end(), [&](const Key& key) { return key != *begin; });
    if (end - begin > 1) shared_[*begin].readers = static_cast<std::size_t>(end - begin);
    begin = end;
  }
}

std::shared_ptr<const DecodedSource> SharedPlanes::read(const FilePlane& plane) {
  const auto found = shared_.find(key_of(plane));
  if (found == shared_.end()) return read_plane(plane);
  Entry& entry = found->second;
  std::lock_guard lock(entry.mutex);
  std::shared_ptr<const DecodedSource> decoded = entry.decoded ? entry.decoded : read_plane(plane);
  if (entry.readers > 0) --entry.readers;
  entry.decoded = entry.readers > 0 ? decoded : nullptr;
  return decoded;
}

}  // namespace cellerate
