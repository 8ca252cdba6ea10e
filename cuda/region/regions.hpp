/// What every measurement over a pixel index needs.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Number of pixels of all objects. Synchronises on a GPU: memory for them is reserved by the host.
inline std::int64_t pixel_count(Queue& queue, const RegionsView& regions) {
  return regions.count == 0 ? 0 : HostRead<std::int32_t>(queue, regions.starts + regions.count, 1)[0];
}

/// A place for each column of each object's box, one object behind the other.
struct BoxColumns {
  Buffer<std::int64_t> starts;  ///< count + 1
  std::int64_t total = 0;
};

/// Lays out the columns of all boxes. Synchronises on a GPU.
inline BoxColumns box_columns(Queue& queue, const RegionsView& regions) {
  const HostRead<Box> boxes(queue, regions.boxes, regions.count);
  std::vector<std::int64_t> starts(regions.count + 1, 0);
  for (int k = 0; k < regions.count; ++k) starts[k + 1] = starts[k] + boxes[k].width();
  return {upload(queue, starts), starts.back()};
}

}  // namespace cellerate::kernel
