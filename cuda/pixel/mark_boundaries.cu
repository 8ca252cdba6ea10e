// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/mark_boundaries.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct MarkBoundary {
  View2<const std::int32_t> labels;
  BoundaryMode mode;
  Rgb color;
  float* image;
  Shape2 shape;

  CEL_FN std::int32_t label(int y, int x) const { return labels.shape.contains(y, x) ? labels(y, x) : 0; }

  /// A 4-neighbor inside the image differs.
  CEL_FN bool is_boundary(int y, int x, std::int32_t own) const {
    return (y > 0 && label(y - 1, x) != own) || (y + 1 < shape.height && label(y + 1, x) != own) ||
           (x > 0 && label(y, x - 1) != own) || (x + 1 < shape.width && label(y, x + 1) != own);
  }
  /// One of the 8 neighbors is another object.
  CEL_FN bool touches_another(int y, int x, std::int32_t own) const {
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const int qy = y + dy, qx = x + dx;
        if (!shape.contains(qy, qx)) continue;
        const std::int32_t other = label(qy, qx);
        if (other != 0 && other != own) return true;
      }
    return false;
  }

  CEL_FN void operator()(int y, int x) const {
    const std::int32_t own = label(y, x);
    if (!is_boundary(y, x, own)) return;
    if (mode == BoundaryMode::Inner && own == 0) return;
    if (mode == BoundaryMode::Outer && own != 0 && !touches_another(y, x, own)) return;
    float* pixel = image + 3 * (static_cast<std::int64_t>(y) * shape.width + x);
    pixel[0] = color.red;
    pixel[1] = color.green;
    pixel[2] = color.blue;
  }
};

}  // namespace

void mark_boundaries(Queue& queue, View2<const std::int32_t> labels, BoundaryMode mode, Rgb color,
                     float* image, Shape2 shape) {
  for_each_pixel(queue, shape, MarkBoundary{labels, mode, color, image, shape});
}

}  // namespace cellerate::kernel
