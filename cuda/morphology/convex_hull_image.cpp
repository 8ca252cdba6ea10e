// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/convex_hull_image.hpp"

#include <utility>
#include <vector>

#include "cuda/core/error.hpp"
#include "cuda/label/fill_holes.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/morphology/draw_line.hpp"
#include "cuda/pixel/image_labels.hpp"
#include "cuda/region/convex_hull.hpp"
#include "cuda/region/pixel_index.hpp"

namespace cellerate::kernel {
namespace {

std::vector<Vertex> hull_of(Queue& queue, View2<const std::int32_t> labels) {
  const PixelIndex index = pixel_index(queue, labels, 1);
  const BoxColumns columns = box_columns(queue, index.view());
  const ConvexHulls hulls = convex_hulls(queue, index.view(), labels, columns);
  return download(queue, hulls.view(columns).vertices, download(queue, hulls.sizes)[0]);
}

}  // namespace

void convex_hull_image(Queue& queue, View2<const std::uint8_t> mask, View2<std::uint8_t> hull) {
  CEL_REQUIRE(hull.shape == mask.shape, "convex hull: the output must have the shape of the mask");
  const Shape2 shape = mask.shape;
  if (shape.empty()) return;
  Buffer<std::int32_t> labels(queue, shape);
  binary_labels(queue, mask, labels.view(shape));
  const std::vector<Vertex> vertices = hull_of(queue, labels.view(shape));
  std::vector<std::int32_t> lines(shape.size(), 0);
  for (std::size_t k = 0; k < vertices.size(); ++k) {
    const Vertex from = vertices[k], to = vertices[(k + 1) % vertices.size()];
    for (const Offset point : line_points({from.y, from.x}, {to.y, to.x}))
      lines[static_cast<std::int64_t>(point.dy) * shape.width + point.dx] = 1;
  }
  labels = upload(queue, lines);
  fill_labeled_holes(queue, std::as_const(labels).view(shape), 1, FillOver::Everything, labels.view(shape));
  labeled_pixels(queue, labels.view(shape), hull);
}

}  // namespace cellerate::kernel
