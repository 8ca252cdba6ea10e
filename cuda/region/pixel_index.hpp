/// The pixel index of a label image (CSR): built once per object set, used by every measurement of it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Owns what a RegionsView points to.
struct PixelIndex {
  Shape2 shape;
  int count = 0;
  Buffer<std::int32_t> starts;  ///< count + 1
  Buffer<std::int32_t> pixels;  ///< linear indices, by object, in raster order inside each
  Buffer<Box> boxes;            ///< count; empty for an object without pixels

  RegionsView view() const { return {shape, count, starts.data(), pixels.data(), boxes.data()}; }
};

/// Builds the index of labels 1 ... count (0 = background; a label above count is an error of the caller).
/// Cost: two passes over the plane, one host synchronisation for the number of pixels.
PixelIndex pixel_index(Queue& queue, View2<const std::int32_t> labels, int count);

/// Highest label of the plane; 0 where there is none. Synchronises.
int max_label(Queue& queue, View2<const std::int32_t> labels);

}  // namespace cellerate::kernel
