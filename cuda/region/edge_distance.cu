/// One group a point: the least squared distance over the pixels of its object, then one square root.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/edge_distance.hpp"

#include <cmath>
#include <limits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

struct EdgeDistance {
  RegionsView regions;
  const std::uint8_t* edges;
  const double *x, *y;
  const std::int32_t* objects;
  double* distances;
  CEL_FN void operator()(Block& block, std::int64_t point) const {
    const std::int32_t object = objects[point];
    const bool known = object > 0 && object <= regions.count;
    const std::int32_t begin = known ? regions.starts[object - 1] : 0,
                       end = known ? regions.starts[object] : 0, width = regions.shape.width;
    const std::int32_t* pixels = regions.pixels + begin;
    const std::uint8_t* edge = edges + begin;
    const double from_x = x[point], from_y = y[point];
    const double square = block.min<double>(end - begin, kNone, [=](std::int64_t i) {
      if (!edge[i]) return kNone;
      const double dy = pixels[i] / width - from_y, dx = pixels[i] % width - from_x;
      return dy * dy + dx * dx;
    });
    double* to = distances + point;
    block.each(1, [=](std::int64_t) {
      *to = square < kNone ? std::sqrt(square) : std::numeric_limits<double>::quiet_NaN();
    });
  }
};

}  // namespace

void edge_distances(Queue& queue, const RegionsView& regions, View1<const std::uint8_t> edges,
                    View1<const double> x, View1<const double> y, View1<const std::int32_t> objects,
                    View1<double> distances) {
  CEL_REQUIRE(y.size == x.size && objects.size == x.size && distances.size == x.size,
              "edge distances: an object and a distance for each point");
  for_each_group(queue, x.size, 0,
                 EdgeDistance{regions, edges.data, x.data, y.data, objects.data, distances.data});
}

}  // namespace cellerate::kernel
