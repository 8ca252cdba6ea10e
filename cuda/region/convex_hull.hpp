/// Convex hulls of objects: vertices, filled area, diameters, smallest enclosing circle.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::kernel {

struct Vertex {
  std::int32_t y, x;
};

/// The hulls of a set of objects.
struct HullsView {
  const std::int64_t* starts = nullptr;  ///< object k's vertices begin at starts[k] * 2
  const std::int32_t* sizes = nullptr;
  const Vertex* vertices = nullptr;
  CEL_FN const Vertex* of(std::int64_t k) const { return vertices + 2 * starts[k]; }
};

/// Owns what a HullsView points to; the column layout must outlive it.
struct ConvexHulls {
  Buffer<std::int32_t> sizes;
  Buffer<Vertex> vertices;
  Buffer<std::int32_t> areas;  ///< pixels of the filled hull of each object

  HullsView view(const BoxColumns& columns) const {
    return {columns.starts.data(), sizes.data(), vertices.data()};
  }
};

/// Strict convex hull of each object's pixel centres: it begins at the smallest column (of these, the
/// smallest row) and goes over smaller rows first; points on an edge are left out. The area counts the pixels
/// whose centre lies in the hull of the pixels' edge midpoints, its boundary included
/// (skimage.morphology.convex_hull_image).
ConvexHulls convex_hulls(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                         const BoxColumns& columns);

/// Smallest and greatest caliper diameter of a hull; the smallest is 0 for one of less than three vertices.
struct Feret {
  double min, max;
};
void feret_diameters(Queue& queue, HullsView hulls, View1<Feret> diameters);

/// Smallest circle around the pixel centres. Radius 0 for one pixel; centre and radius NaN and 0 for none.
struct Circle {
  double y, x, radius;
};
/// Chrystal's algorithm in the order of operations of centrosome's minimum_enclosing_circle: whether a pixel
/// on the circle counts as inside is decided by the last bit.
void enclosing_circles(Queue& queue, HullsView hulls, View1<Circle> circles);

}  // namespace cellerate::kernel
