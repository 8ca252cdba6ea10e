/// Everything one image set holds while its modules run: images, objects with their pixel indices,
/// measurements.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cuda/core/queue.hpp"
#include "cuda/region/pixel_index.hpp"
#include "sdk/data/image_set_table.hpp"
#include "sdk/data/measurements.hpp"

namespace cellerate {

using SharedMemory = std::shared_ptr<const void>;

/// An image with what it inherited from its parent already resolved.
struct StoredImage {
  std::int32_t type = CEL_F32;
  Shape2 shape;
  int channels = 1;
  SharedMemory pixels, mask, crop_mask;  ///< in the queue's memory; mask and crop_mask may be null
  Shape2 crop_shape;
  double scale = 0;  ///< 0 where it is unknown
  std::string file_name, path_name;
  bool channel_stack = false;
};

/// An object set. unedited and small_removed are null where they are as labels.
struct StoredObjects {
  Shape2 shape;
  int count = 0, layers = 1;
  SharedMemory labels, unedited, small_removed;
  std::string parent_image;
  std::vector<std::optional<kernel::PixelIndex>> regions;  ///< one a layer, built when first asked for
};

struct ImageSetState {
  ImageSetState(Queue& where, const ImageSetRow& which) : queue(where), row(which) {}
  Queue& queue;
  const ImageSetRow& row;
  std::map<std::string, StoredImage> images;
  /// What puts the images that are made when somebody asks for them.
  std::map<std::string, std::function<void()>> offers;
  std::map<std::string, StoredObjects> objects;
  Measurements measurements;

  /// Whether objects were found in the image: its mask is theirs, too.
  bool is_parent(const std::string& image) const {
    return std::any_of(objects.begin(), objects.end(),
                       [&](const auto& set) { return set.second.parent_image == image; });
  }
};

}  // namespace cellerate
