/// A map over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/zoom_labels.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Zoom {
  View2<const std::int32_t> labels;
  double step_y, step_x;
  View2<std::int32_t> zoomed;
  CEL_FN void operator()(int y, int x) const {
    zoomed(y, x) = labels(nearest(y * step_y, labels.shape.height), nearest(x * step_x, labels.shape.width));
  }
  static CEL_FN int nearest(double place, int n) {
    const double inside = place > n - 1 ? n - 1 : place;
    return static_cast<int>(floor(inside + 0.5));
  }
};

double step(int from, int to) { return to > 1 ? static_cast<double>(from - 1) / (to - 1) : 1; }

}  // namespace

Shape2 zoomed_shape(Shape2 shape, double factor_y, double factor_x) {
  return {static_cast<int>(std::nearbyint(shape.height * factor_y)),
          static_cast<int>(std::nearbyint(shape.width * factor_x))};
}

void zoom_labels(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> zoomed) {
  CEL_REQUIRE(!labels.shape.empty() || zoomed.shape.empty(), "zoom labels: of an empty plane");
  for_each_pixel(queue, zoomed.shape,
                 Zoom{labels, step(labels.shape.height, zoomed.shape.height),
                      step(labels.shape.width, zoomed.shape.width), zoomed});
}

}  // namespace cellerate::kernel
