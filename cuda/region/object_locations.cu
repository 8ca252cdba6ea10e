/// Coordinates are summed as integers, so that the order of work does not matter.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/object_locations.hpp"

#include <limits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Locate {
  RegionsView regions;
  double *x, *y;
  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t* pixels = regions.pixels + regions.starts[k];
    const std::int64_t n = regions.starts[k + 1] - regions.starts[k];
    const std::int32_t width = regions.shape.width;
    // A linear index is row * width + column: one division a pixel is enough.
    const std::int64_t indices =
        block.sum<std::int64_t>(n, [=](std::int64_t i) { return std::int64_t{pixels[i]}; });
    const std::int64_t rows =
        block.sum<std::int64_t>(n, [=](std::int64_t i) { return std::int64_t{pixels[i] / width}; });
    const std::int64_t columns = indices - rows * width;
    double *to_x = x + k, *to_y = y + k;
    block.each(1, [=](std::int64_t) {
      const double nan = std::numeric_limits<double>::quiet_NaN();
      *to_x = n ? static_cast<double>(columns) / static_cast<double>(n) : nan;
      *to_y = n ? static_cast<double>(rows) / static_cast<double>(n) : nan;
    });
  }
};

}  // namespace

void object_locations(Queue& queue, const RegionsView& regions, View1<double> x, View1<double> y) {
  for_each_group(queue, regions.count, 0, Locate{regions, x.data, y.data});
}

}  // namespace cellerate::kernel
