/// What every measurement over a pixel index needs.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Number of pixels of all objects. Synchronises on a GPU: memory for them is reserved by the host.
inline std::int64_t pixel_count(Queue& queue, const RegionsView& regions) {
  return regions.count == 0 ? 0 : HostRead<std::int32_t>(queue, regions.starts + regions.count, 1)[0];
}

}  // namespace cellerate::kernel
